using System.Collections.Concurrent;
using System.Text.Json;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>Ten thousand services that fail softly for good, with dependencies that come and go and work that does not end.</summary>
[Collection(nameof(Simulated))]
public class WaitingHistoryTests
{
    private const int Count = 10_000;

    [Fact]
    public void Advance_TenThousandHistories_NeverActsInTheWayNorWaitsForEver()
    {
        var broken = new ConcurrentBag<(int Seed, string What)>();
        Parallel.For(0, Count, seed =>
        {
            if (new Play(seed).Run() is { } what) broken.Add((seed, what));
        });
        Assert.True(broken.IsEmpty, string.Join(Environment.NewLine, broken.OrderBy(one => one.Seed).Take(5)));
    }

    private sealed class Play
    {
        private readonly Random _random;
        private readonly Desk _desk;
        private readonly List<(Input Input, TimeSpan At)> _inputs = [];
        private readonly TimeSpan _quiet;       // from then on every dependency is up, or out of sight
        private readonly TimeSpan _busyUntil;
        private TimeSpan _downUntil;
        private bool _down;

        public Play(int seed)
        {
            _random = new Random(seed);
            var policy = Policy(Liveness, Deep) with
            {
                Name = $"s{seed}",
                DependsOn = _random.Next(4) == 0 ? [] : ["db"],
                BusyAtMost = _random.Next(4) == 0 ? null : Min(_random.Next(1, 20)),
                Signal = _random.Next(2) == 0 ? DumpSignal.Usr1 : null,
            };
            _desk = new Desk(policy);
            _quiet = _desk.Now + Min(_random.Next(0, 90));
            _busyUntil = _random.Next(2) == 0 ? TimeSpan.MaxValue : _desk.Now + Min(_random.Next(0, 120));
        }

        public string? Run()
        {
            Give(new Resumed("a test"));
            Give(new UnitSeen(_desk.Unit));
            Give(new Observed(Observation.Pass(Liveness)));
            Give(new Observed(Observation.Pass(Deep)));

            // The looks to a threshold, the longest turn, the ceiling, and looks that have grown rare.
            var latest = Spans.Max(_quiet, _desk.Now) + Min(5) + Min(5) + (_desk.Policy.BusyAtMost ?? TimeSpan.Zero) + Min(10);
            while (_desk.Now < latest)
            {
                _desk.Now += S(_random.Next(4) == 0 ? 1 : 15 * _random.Next(1, 5));
                if (Look() is { } wrong) return wrong;
                if (_desk.All.OfType<Restart>().Any()) return Replay();
            }

            return $"not restarted by {latest}: {_desk.State.Phase} {_desk.State.PhaseReason}";
        }

        private string? Look()
        {
            if (_random.Next(5) == 0) Give(new Observed(Observation.Pass(Liveness)));
            if (_random.Next(50) == 0) Give(new Resumed("a test"));
            if (_desk.State.Unit is null) Give(new UnitSeen(_desk.Unit));
            if (News() is { } news && _desk.Policy.DependsOn.Length > 0) Give(news);
            if (_desk.State.Busy is not null) Give(new BusySeen(InFlight()));
            Give(new Observed(Desk.Bad(Deep, "status-5xx")));
            if (!_desk.Fell.OfType<BeginAction>().Any()) return null;
            if (_down && _desk.Policy.DependsOn.Length > 0) return $"begun at {_desk.Now} while db is down";

            _desk.Now += S(_random.Next(1, 4));
            var look = new LastLookEnded(_desk.State.Epoch, Desk.Bad(Deep, "status-5xx"), _desk.Unit)
            {
                Dependencies = News() is { } last ? [last] : [],
                Busy = InFlight(),
            };
            var (since, busy) = (_desk.State.Busy?.Since ?? _desk.Now, look.Busy.Count is not 0);
            Give(look);
            if (!_desk.Fell.OfType<Restart>().Any()) return null;
            if (_down && _desk.Policy.DependsOn.Length > 0) return $"restarted at {_desk.Now} while db is down";

            return busy && _desk.Policy.BusyAtMost is { } most && _desk.Now < since + most ? $"restarted at {_desk.Now} while busy since {since}" : null;
        }

        private DependencySeen? News()
        {
            if (_desk.Now >= _downUntil && _desk.Now < _quiet)
            {
                _down = _random.Next(2) == 0;
                _downUntil = _desk.Now + Min(_random.Next(1, 20));
            }

            if (_desk.Now >= _quiet) _down = false;
            return new DependencySeen("db", _down ? new Reason("unhealthy", "it is down") : null);
        }

        private BusyLook InFlight() => _desk.Now >= _busyUntil ? new BusyLook(0)
            : _random.Next(4) == 0 ? BusyLook.Unknown(new Reason("timeout", "no answer")) : new BusyLook(_random.Next(1, 9));

        private void Give(Input input)
        {
            _inputs.Add((input, _desk.Now));
            _desk.Give(input);
        }

        private string? Replay()
        {
            var again = new Desk(_desk.Policy);
            foreach (var (input, at) in _inputs)
            {
                again.Now = at;
                again.Give(input);
            }

            return JsonSerializer.Serialize(again.State) == JsonSerializer.Serialize(_desk.State) && again.All.SequenceEqual(_desk.All) ? null : "replays otherwise";
        }
    }
}
