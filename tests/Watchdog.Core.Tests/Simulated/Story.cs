using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>A generated history: faults come in rows and last, as real ones do; the end is always a hang that no restart cures.</summary>
internal sealed class Story
{
    private static readonly TimeSpan s_eventful = Min(50);

    private readonly Random _random;
    private readonly World _world;

    public Story(int seed, Action<World.Turned> watch)
    {
        _random = new Random(seed);
        var limited = _random.Next(4) == 0;
        _world = new World(AnyPolicy(), _random, watch, new Truth { StartLimit = limited ? new StartLimit(3, Min(10), HasAction: false) : default });
    }

    public World World => _world;

    /// <summary>When the last hang began.</summary>
    public TimeSpan HangsFrom { get; private set; }

    /// <summary>Longest until it must have been acted upon: an echo that never comes, the hourly try, the budget's window, a gate and a few looks.</summary>
    public TimeSpan ActsWithin => ActionRules.Lost + _world.Policy.HalfOpenEvery + _world.Policy.Budget.Within + Min(10);

    public void Play()
    {
        var end = _world.Now + s_eventful;
        for (var at = _world.Now + Min(1); at < end; at += Streak(Min(4))) Plot(at);
        _world.RunUntil(end);

        // Everyone has gone home, the manager can be asked, and it hangs for good.
        _world.Quirks.Clear();
        _world.Truth.Job = null;
        _world.Truth.BusLostUntil = _world.Truth.ProbesBlindUntil = end;
        if (_world.Truth.State != UnitState.Active) _world.Truth.Start(end, byManager: false);
        _world.Truth.IncurableUntil = TimeSpan.MaxValue;
        _world.Resume("back for good");
        _world.LookAtUnit();
        _world.Give(new PauseEnded("everyone has gone home"));
        HangsFrom = end;
        while (!Acted && _world.Now < end + ActsWithin) _world.RunUntil(_world.Now + Min(1));
    }

    /// <summary>Whether the last hang has led to a restart.</summary>
    public bool Acted => _world.State.Trial is { } trial && trial.At >= HangsFrom;

    private ServicePolicy AnyPolicy()
    {
        var policy = _random.Next(3) == 0 ? Policy(Liveness) : Policy(Liveness, Deep);
        return policy with
        {
            Checks = [.. policy.Checks.Select(check => check with { Interval = S(_random.Next(15, 60)), FailureThreshold = _random.Next(1, 5) })],
            HalfOpenEvery = Min(_random.Next(10, 20)),
            Backoff = new Backoff(S(_random.Next(20, 120)), Min(_random.Next(3, 9))),
            Budget = new Budget(_random.Next(1, 5), Min(_random.Next(5, 20))),
            StartupGate = Min(_random.Next(1, 6)),
        };
    }

    private void Plot(TimeSpan at)
    {
        var (truth, lasts) = (_world.Truth, Streak(Min(10)));
        Action what = _random.Next(20) switch
        {
            0 or 1 or 2 => truth.Hang,
            3 => truth.HangDeep,
            4 or 5 => () => truth.IncurableUntil = Later(truth.IncurableUntil, lasts),
            6 => () => truth.FailsUntil = Later(truth.FailsUntil, S(_random.Next(5, 60))),
            7 => () => truth.AlertOnlyUntil = Later(truth.AlertOnlyUntil, lasts),
            8 => () => CrashLoop(_random.Next(1, 5)),
            9 => () => End(UnitState.Failed, LastEnd.ByItself),
            10 => () => End(UnitState.Failed, _random.Next(2) == 0 ? LastEnd.Unknown : LastEnd.StopJob),
            11 => () => truth.Startup = lasts,
            12 => () => Deploy(_random.Next(1, 4)),
            13 => () => StopForAWhile(lasts),
            14 => () => LoseBus(lasts),
            15 => () => truth.ProbesBlindUntil = Later(truth.ProbesBlindUntil, lasts),
            16 => () => Pause(lasts),
            17 => () => _world.Give(new Rearmed("anna")),
            18 => () => KillForAWhile(lasts),
            _ => () => _world.Quirks.Enqueue((Quirk)_random.Next(1, 7)),
        };
        _world.At(at, what);
    }

    /// <summary>Any kind, of a few that overlap; an end may come for one that does not stand.</summary>
    private void Pause(TimeSpan lasts)
    {
        var kind = (PauseKind)_random.Next(3);
        var id = $"{kind} {_random.Next(2)}";
        _world.Give(_random.Next(6) switch
        {
            0 => new PauseEnded("its owner died", id, OwnerGone: true),
            1 => new PauseEnded("anna"),
            _ => new PauseSet("maintenance", _world.Now + lasts, kind, id),
        });
    }

    private TimeSpan Later(TimeSpan until, TimeSpan lasts) => _world.Now + lasts > until ? _world.Now + lasts : until;

    private void CrashLoop(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _world.At(_world.Now + S(i * 2), () =>
            {
                if (_world.Truth.State != UnitState.Active) return;
                _world.Truth.Start(_world.Now, byManager: true);
                _world.Changed();
            });
        }
    }

    private void Deploy(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _world.At(_world.Now + Min(i * 3), () =>
            {
                _world.Truth.Job = "restart, by hand";
                _world.Changed();
            });
            _world.At(_world.Now + Min(i * 3) + S(_random.Next(5, 40)), () =>
            {
                _world.Truth.Job = null;
                _world.Truth.Start(_world.Now, byManager: false);
                _world.Changed();
            });
        }
    }

    private void End(UnitState state, LastEnd end)
    {
        _world.Truth.End(state, end);
        _world.Changed();
    }

    private void StopForAWhile(TimeSpan lasts)
    {
        End(UnitState.Inactive, LastEnd.StopJob);
        _world.At(_world.Now + lasts, () =>
        {
            _world.Truth.Start(_world.Now, byManager: false);
            _world.Changed();
        });
    }

    private void LoseBus(TimeSpan lasts)
    {
        _world.Truth.BusLostUntil = Later(_world.Truth.BusLostUntil, lasts);
        _world.LookAtUnit();
        _world.At(_world.Truth.BusLostUntil, _world.LookAtUnit);
    }

    private void KillForAWhile(TimeSpan lasts)
    {
        _world.Kill();
        _world.At(_world.Now + lasts, () => _world.Resume("the daemon started"));
    }

    /// <summary>Mostly short, now and then long.</summary>
    private TimeSpan Streak(TimeSpan mean) => mean * Math.Min(6, -Math.Log(1 - _random.NextDouble()));
}
