using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;

namespace Watchdog.Tests.Reporting.Told;

/// <summary>
/// One service of a made-up past. What happens to it goes through the real keeper, so that its journal is what the daemon would have written; only the long runs of
/// passes in between are written as they are told.
/// </summary>
internal sealed class ToldService
{
    public const double Limit = 2000 * 1048576.0;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(15);

    private readonly Action<JournalEntry> _write;
    private readonly Keeper _keeper;
    private readonly Random _random;
    private readonly ushort[] _spread = new ushort[LatencyScale.Buckets];
    private readonly double _typical;
    private readonly bool _exists;
    private double _memory;
    private int _runs;
    private long _automatic;

    public ToldService(string name, DateTimeOffset start, int seed, Action<JournalEntry> write, bool exists = true)
    {
        (Name, Now, _write, _random, _exists) = (name, start, write, new Random(seed), exists);
        _typical = 0.002 * Math.Exp(3 * _random.NextDouble());
        _memory = Limit * (0.2 + (0.3 * _random.NextDouble()));
        var policy = new ServicePolicy { Name = name, Checks = [Check("liveness", CheckKind.Liveness), Check("deepHealth", CheckKind.DeepHealth), Check("memory", CheckKind.Memory) with { For = TimeSpan.FromMinutes(2), WarnAt = 80 }] };
        _keeper = new Keeper(
            new ServiceConfig { Name = name, Manager = new SystemdConfig($"{name}.service", SystemdScope.System), Checks = [.. policy.Checks.Select(one => new CheckConfig(one, new TcpTarget("127.0.0.1", 1, null)))], Policy = policy },
            new Files(this), new Files(this), NullLogger.Instance);
        Begin();
    }

    public string Name { get; }

    public DateTimeOffset Now { get; private set; }

    public ServiceState State => _keeper.State;

    private string Instance => $"{_runs:x32}";

    private Moment Moment => new(Now - DateTimeOffset.UnixEpoch, Now);

    /// <summary>The daemon starts, and all is well; or there is no such unit.</summary>
    public void Begin()
    {
        if (_runs == 0) _runs = 1;
        Take(new Resumed("the daemon started"));
        if (!_exists)
        {
            Now += TimeSpan.FromMilliseconds(12);
            Take(new UnitSeen(new UnitStatus { State = UnitState.NotFound, SubState = "not-found" }));
            return;
        }

        Take(new UnitSeen(Active()));
        Well();
    }

    /// <summary>Passes until then, told every ten minutes.</summary>
    public void PassUntil(DateTimeOffset until)
    {
        while (Now < until)
        {
            var (from, step) = (Now, until - Now < PassRuns.Longest ? until - Now : PassRuns.Longest);
            Now += step;
            _memory = Math.Min(_memory * (1 + (0.0004 * _random.NextDouble())), 0.78 * Limit);
            Tell(Run("liveness", from, 15, 1));
            Tell(Run("deepHealth", from, 60, 6));
            Tell(Run("memory", from, 15, 0));
        }
    }

    public void Pass(TimeSpan time) => PassUntil(Now + time);

    /// <summary>Nobody watches; then the daemon starts again.</summary>
    public void NobodyFor(TimeSpan time)
    {
        Now += time;
        Begin();
    }

    /// <summary>Looks that fail, and then all is well.</summary>
    public void NearMiss(int failures)
    {
        for (var i = 0; i < failures; i++) Fail("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms");
        Well();
    }

    /// <summary>Three looks that hang, then a restart, then well: down for 63 s (3 looks of 10 s, 5 s in between, and what the restart takes).</summary>
    public void Wedge(string code = "timeout-first-byte", string sentence = "no answer in 10 s; connected in 0.2 ms", string? evidence = null)
    {
        for (var i = 0; i < 3; i++) Fail("liveness", code, sentence);
        LastLook(Failing("liveness", code, sentence), evidence);
        Restarted();
    }

    /// <summary>Three looks that hang, as those of twenty services do: nothing is restarted for now.</summary>
    public void HostIncident()
    {
        for (var i = 0; i < 3; i++) Fail("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms");
        Now += TimeSpan.FromSeconds(1);
        Take(new LastLookEnded(_keeper.State.Epoch, Failing("liveness", "timeout-first-byte", "no answer in 10 s"), Active()) { Crowd = new Crowd(20, 20, Moment.Uptime) });
    }

    /// <summary>It still hangs when its turn comes, and another one is restarted first.</summary>
    public void AnotherIsFirst()
    {
        while (_keeper.State.Action is null) Fail("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms");
        Now += TimeSpan.FromSeconds(1);
        Take(new LastLookEnded(_keeper.State.Epoch, Failing("liveness", "timeout-first-byte", "no answer in 10 s"), Active()) { Crowd = new Crowd(20, 20, Moment.Uptime, Waits: true) });
    }

    /// <summary>The others are well again: what failed before counts no more.</summary>
    public void JudgedAnew()
    {
        Take(new JudgedAnew(new Reason("host-incident-over", "fewer services are suspect")));
        Now += s_look;
    }

    /// <summary>It still hangs when nothing keeps it from being restarted any more.</summary>
    public void WedgeOn()
    {
        while (_keeper.State.Action is null) Fail("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms");
        LastLook(Failing("liveness", "timeout-first-byte", "no answer in 10 s"), null);
        Restarted();
    }

    /// <summary>It is well when it is looked at for the last time.</summary>
    public void CalledOff()
    {
        for (var i = 0; i < 3; i++) Fail("liveness", "refused", "connection refused");
        Now += TimeSpan.FromSeconds(1);
        Take(new LastLookEnded(_keeper.State.Epoch, Passing("liveness"), Active()));
        Well();
    }

    /// <summary>Its manager starts it again after two seconds.</summary>
    public void Crash(int times = 1, string result = "signal")
    {
        Take(new UnitSeen(Active() with { State = UnitState.Activating, SubState = "auto-restart", Result = result, LastEnd = LastEnd.ByItself, AutoRestarts = _automatic }));
        Now += TimeSpan.FromSeconds(2);
        _automatic += times;
        StartAnew();
    }

    /// <summary>Its unit has failed, and stays so: it is looked at every five minutes, and nothing changes.</summary>
    public void DeadFor(TimeSpan time)
    {
        var dead = new UnitSeen(Active() with { State = UnitState.Failed, SubState = "failed", Result = "exit-code", LastEnd = LastEnd.ByItself, MainPid = 0 });
        for (var end = Now + time; Now < end; Now += TimeSpan.FromMinutes(5)) Take(dead);
        Take(dead);
    }

    public void OperatorRestart() => StartAnew();

    public void Pause(TimeSpan time)
    {
        Take(new PauseSet("a new disk (anna)", Moment.Uptime + time));
        Now += time;
        Take(new PauseEnded("the operator is done"));
        Well();
    }

    public void Stop(TimeSpan time)
    {
        Take(new UnitSeen(Active() with { State = UnitState.Inactive, SubState = "dead", LastEnd = LastEnd.StopJob }));
        Now += time;
        StartAnew();
    }

    /// <summary>Its memory is over the limit for two minutes: it serves all the while, but for the seconds of the restart.</summary>
    public void MemoryOver()
    {
        for (var i = 0; i < 9 && _keeper.State.Action is null; i++)
        {
            Take(new Observed(Failing("memory", "memory-over-limit", "2100 MiB of 2000 MiB") with { Took = TimeSpan.Zero, Number = Limit * 1.05, Limit = Limit }));
            if (_keeper.State.Action is null) Now += s_look;
        }

        _memory = Limit * 0.2;
        LastLook(Failing("memory", "memory-over-limit", "2100 MiB of 2000 MiB") with { Number = Limit * 1.05, Limit = Limit }, null);
        Restarted();
    }

    /// <summary>A check whose failure no restart mends, for so long.</summary>
    public void Login(TimeSpan time)
    {
        for (var end = Now + time; Now < end; Now += TimeSpan.FromMinutes(1)) Take(new Observed(Failing("deepHealth", "status-401", "401 Unauthorized") with { AlertOnly = true, Took = TimeSpan.FromMilliseconds(5) }));
        Well();
    }

    /// <summary>Restarts do not help; it is held to the end.</summary>
    public void WedgeForGood(int restarts)
    {
        for (var i = 0; i < restarts; i++)
        {
            while (_keeper.State.Action is null && _keeper.State.Hold == Hold.None) Fail("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms");
            if (_keeper.State.Action is null) return;
            LastLook(Failing("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms"), $"{Name}-{i}");
            EndRestart();
        }
    }

    public void Fail(string check, string code, string sentence)
    {
        Now += TimeSpan.FromSeconds(10);
        Take(new Observed(Failing(check, code, sentence)));
        Now += TimeSpan.FromSeconds(5);
    }

    /// <summary>Every check passes twice.</summary>
    public void Well()
    {
        for (var i = 0; i < 2; i++)
        {
            Take(new Observed(Passing("liveness")));
            Take(new Observed(Passing("deepHealth")));
            Take(new Observed(Passing("memory") with { Number = _memory, Limit = Limit }));
            Now += TimeSpan.FromSeconds(5);
        }
    }

    private static CheckPolicy Check(string name, CheckKind kind) => new() { Name = name, Kind = kind };

    private void Restarted()
    {
        EndRestart();
        Well();
    }

    private void EndRestart()
    {
        Now += TimeSpan.FromSeconds(3);
        Take(new RestartEnded(_keeper.State.Epoch, new RestartOutcome(RestartResult.Done, new Reason("done", "systemd carried it out")) { Took = TimeSpan.FromSeconds(3) }));
        _automatic = 0;
        StartAnew(well: false);
    }

    private void LastLook(Observation seen, string? evidence)
    {
        Now += TimeSpan.FromSeconds(10);
        Take(new LastLookEnded(_keeper.State.Epoch, seen with { Took = TimeSpan.FromSeconds(10) }, Active()) { Evidence = evidence });
    }

    private void StartAnew(bool well = true)
    {
        _runs++;
        Take(new UnitSeen(Active()));
        if (well) Well();
    }

    private UnitStatus Active() => new() { State = UnitState.Active, SubState = "running", Instance = Instance, StartedAt = Moment.Uptime, MainPid = 1000 + _runs, AutoRestarts = _automatic, ControlGroup = $"/system.slice/{Name}.service" };

    private Observation Passing(string check) => Observation.Pass(check) with { Instance = Instance, Took = TimeSpan.FromSeconds(_typical) };

    private Observation Failing(string check, string code, string sentence) => Observation.Fail(check, code, sentence) with { Instance = Instance, Took = TimeSpan.FromSeconds(10) };

    private void Take(Input input) => _keeper.Take(input, Moment);

    private void Tell(PassRun run) => _write(new JournalEntry { At = Now, Up = Moment.Uptime, Service = Name, Passes = run });

    /// <param name="scale">How much longer than the cheapest; 0: a number, which takes no time worth telling.</param>
    private PassRun Run(string check, DateTimeOffset from, int seconds, double scale)
    {
        var count = Math.Max(1, (int)((Now - from).TotalSeconds / seconds));
        if (scale == 0) return new PassRun(check, count, from, Now, default, default) { Last = Math.Round(_memory), Peak = Math.Round(_memory * 1.01) };

        _spread.AsSpan().Clear();
        var (least, most) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            // A narrow hill with a long tail, as latencies are.
            var took = TimeSpan.FromSeconds(_typical * scale * Math.Exp((0.25 * (_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5)) + (_random.Next(60) == 0 ? 2 : 0)));
            if (took < least) least = took;
            if (took > most) most = took;
            _spread[LatencyScale.BucketOf(took)]++;
        }

        return new PassRun(check, count, from, Now, least, most) { Spread = Spread.Of(_spread) };
    }

    private sealed class Files(ToldService owner) : IJournal, IStateStore
    {
        public bool Append(JournalEntry entry, bool durable)
        {
            // Its own runs would reach from one event to the next.
            if (entry.Passes is null) owner._write(entry);
            return true;
        }

        public SavedService Load(string service) => new(null, new Dictionary<string, CounterMemory>(), null);

        public SaveResult Save(string service, ServiceState state, IReadOnlyDictionary<string, CounterMemory> counters) => SaveResult.Saved;
    }
}
