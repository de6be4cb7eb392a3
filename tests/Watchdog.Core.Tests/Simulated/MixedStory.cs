using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// A generated history with everything at once that speaks for or against a restart: hangs, crashes, random signals, doubt, incidents, sleep, pauses, a
/// dependency that comes and goes, and work that never ends. It ends with a fault for good, when all else is quiet.
/// </summary>
internal sealed class MixedStory
{
    private static readonly Reason s_slow = new("self-doubt", "our own control probe took 3.2 s");
    private readonly Random _random;
    private readonly MixedOracle _oracle;
    private Signals? _signals = new();
    private TimeSpan _doubtedUntil;
    private TimeSpan _incidentUntil;
    private TimeSpan? _incident;
    private TimeSpan _dbDownUntil;

    public MixedStory(int seed)
    {
        _random = new Random(seed);
        var policy = Policy(Liveness, Deep);
        policy = policy with
        {
            Name = $"s{seed}",
            Checks = [.. policy.Checks.Select(check => check with { FailureThreshold = _random.Next(1, 5), Diagnosable = true })],
            Backoff = new Backoff(S(_random.Next(5, 60)), Min(_random.Next(1, 5))),
            Budget = new Budget(_random.Next(1, 8), Min(_random.Next(5, 20))),
            HalfOpenEvery = Min(_random.Next(10, 20)),
            StartupGate = Min(_random.Next(1, 6)),
            DoubtAtMost = Min(_random.Next(2, 11)),
            CorrelatedHoldAtMost = Min(_random.Next(1, 6)),
            DependsOn = ["db"],
            BusyAtMost = Min(_random.Next(1, 20)),
        };
        _oracle = new MixedOracle(policy);
        World = new World(policy, _random, Watch, new Truth()) { Others = Others, Before = Before, Beside = Beside };
    }

    public World World { get; }

    public List<World.Turned> Journal { get; } = [];

    public IEnumerable<string> Broken => _oracle.Broken;

    public int Restarts => _oracle.Restarts;

    /// <returns>What is broken at the end; null for nothing.</returns>
    public string? Play()
    {
        var end = H(1) + Min(50);
        for (var at = H(1) + Min(1); at < end; at += S(_random.Next(5, 240))) World.At(at, Plot);
        World.RunUntil(end);

        // All else is quiet but the work in flight, and somebody has just started it.
        (_doubtedUntil, _incidentUntil, _dbDownUntil, _signals) = (end, end, end, AnySignals(_random.Next(3)));
        World.Truth.BusLostUntil = end;
        World.Give(new SelfDoubted((Reason?)null));
        World.Give(new PauseEnded("everyone has gone home"));
        World.Truth.Start(end, byManager: false);
        World.Give(new Rearmed("anna"));
        World.LookAtUnit();
        if (_random.Next(2) == 0) World.Truth.HangDeep();
        else World.Truth.IncurableUntil = TimeSpan.MaxValue;

        var restarts = Restarts;
        var latest = end + ActionRules.Lost + World.Policy.HalfOpenEvery + World.Policy.Budget.Within + World.Policy.BusyAtMost!.Value + Min(15);
        while (Restarts == restarts)
        {
            if (World.Now >= latest) return $"not acted upon: {World.State.Phase} {World.State.Hold} {World.State.PhaseReason} {World.State.NotActingCode}";
            World.RunUntil(World.Now + Min(1));
        }

        return null;
    }

    private void Plot()
    {
        var lasts = S(_random.Next(5, 500));
        switch (_random.Next(13))
        {
            case 0 or 1: World.Truth.Hang(); break;
            case 2: World.Truth.HangDeep(); break;
            case 3: World.Truth.IncurableUntil = World.Now + lasts; break;
            case 4: World.Truth.FailsUntil = World.Now + S(_random.Next(5, 60)); break;
            case 5: Crash(); break;
            case 6: DoubtFor(lasts); break;
            case 7: IncidentFor(lasts); break;
            case 8: World.Give(new JudgedAnew(new Reason("slept", "the machine slept"))); break;
            case 9: World.Give(new PauseSet("maintenance", World.Now + lasts, (PauseKind)_random.Next(3), "p")); break;
            case 10: _dbDownUntil = World.Now + lasts; break;
            case 11: World.Truth.BusLostUntil = World.Now + S(_random.Next(1, 60)); break;
            default: _signals = AnySignals(_random.Next(7)); break;
        }
    }

    private static Signals? AnySignals(int which) => which switch
    {
        0 => new Signals { Listening = Listening.Ours, Waiting = 3, WaitingLimit = 128, IsMoving = false, Activity = ProcessActivity.Idle },
        1 => new Signals(),
        2 => new Signals { Listening = Listening.Ours, Waiting = 0, WaitingLimit = 128, Activity = ProcessActivity.Working },
        3 => new Signals { Listening = Listening.Ours, Waiting = 5, WaitingLimit = 128, IsMoving = true, Activity = ProcessActivity.Burning },
        4 => new Signals { Listening = Listening.Other, Holder = "PID 7, nc -l", IsOrphan = true },
        5 => new Signals { Activity = ProcessActivity.Stopped },
        _ => null,
    };

    private void Crash()
    {
        World.Truth.End(UnitState.Failed, LastEnd.ByItself);
        World.Changed();
    }

    private void DoubtFor(TimeSpan lasts)
    {
        _doubtedUntil = World.Now + lasts;
        World.Give(new SelfDoubted(s_slow));
        World.At(_doubtedUntil, () =>
        {
            if (World.Now >= _doubtedUntil) World.Give(new SelfDoubted((Reason?)null));
        });
    }

    private void IncidentFor(TimeSpan lasts)
    {
        _incidentUntil = World.Now + lasts;
        World.At(_incidentUntil, () =>
        {
            if (World.Now < _incidentUntil || _incident is null) return;
            _incident = null;
            World.Give(new JudgedAnew(new Reason("host-incident-over", "fewer services are suspect")));
        });
    }

    private Crowd Others() => World.Now < _incidentUntil
        ? new Crowd(_random.Next(3, 6), 5, _incident ??= World.Now, Waits: _random.Next(2) == 0)
        : new Crowd(1, 5, World.Now);

    private void Before()
    {
        World.Give(Db());
        if (World.State.Busy is not null) World.Give(new BusySeen(InFlight()));
    }

    private LastLookEnded Beside(LastLookEnded look) => look with { Signals = _signals, Dependencies = [Db()], Busy = InFlight() };

    private DependencySeen Db() => new("db", World.Now < _dbDownUntil ? new Reason("unhealthy", "it is down") : null);

    private BusyLook InFlight() => _random.Next(4) == 0 ? BusyLook.Unknown(new Reason("timeout", "no answer")) : new BusyLook(_random.Next(1, 9));

    private void Watch(World.Turned turned)
    {
        _oracle.Watch(turned);
        if (!ReferenceEquals(turned.Step.State, turned.Before) || !turned.Step.Decisions.IsEmpty) Journal.Add(turned);
        foreach (var ask in turned.Step.Decisions.OfType<Diagnose>())
        {
            var instance = turned.Step.State.Instance;
            World.At(World.Now + S(1), () => World.Give(new Diagnosed(ask.Check, instance, _signals)));
        }
    }
}
