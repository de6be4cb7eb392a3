using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// A generated history of a service on a machine in trouble: doubts that come and go, incidents of many services, sleep, and hangs and crashes among them. It
/// ends with a hang, in a doubt or an incident that never ends, or in peace.
/// </summary>
internal sealed class HostStory
{
    private static readonly Signals s_wedged = new() { Activity = ProcessActivity.Stopped };
    private static readonly Reason s_slow = new("self-doubt", "our own control probe took 3.2 s");

    private readonly Random _random;
    private readonly World _world;
    private TimeSpan _doubtedUntil;
    private TimeSpan? _incident;
    private TimeSpan _incidentUntil;
    private TimeSpan _doubtSince;
    private TimeSpan? _doubtEnded;
    private bool _doubted;
    private TimeSpan? _heldSince;

    public HostStory(int seed)
    {
        _random = new Random(seed);
        var policy = Policy(Liveness, Deep);
        policy = policy with
        {
            Checks = [.. policy.Checks.Select(check => check with { FailureThreshold = _random.Next(1, 5), Diagnosable = true })],
            Backoff = new Backoff(S(5), S(30)),
            Budget = new Budget(100, Min(5)),
            IneffectiveLimit = 1000,
            StartupGate = Min(1),
            DoubtAtMost = Min(_random.Next(2, 11)),
            CorrelatedHoldAtMost = Min(_random.Next(1, 6)),
        };
        _world = new World(policy, _random, Watch, new Truth()) { Others = Others };
    }

    public List<string> Broken { get; } = [];

    public int Restarts { get; private set; }

    public int HeldByDoubt { get; private set; }

    public int HeldByMany { get; private set; }


    public void Play()
    {
        var end = H(1) + Min(60);
        for (var at = H(1) + Min(1); at < end; at += S(_random.Next(5, 240))) _world.At(at, Plot);
        _world.RunUntil(end);

        var how = _random.Next(3);
        if (how == 0) DoubtFor(H(1000));
        if (how == 1) IncidentFor(H(1000));
        if (_world.Truth.State != UnitState.Active) _world.Truth.Start(_world.Now, byManager: false);
        _world.LookAtUnit();
        var restarts = Restarts;
        _world.Truth.IncurableUntil = TimeSpan.MaxValue;
        while (Restarts == restarts && _world.Now < end + H(2)) _world.RunUntil(_world.Now + S(10));
        if (Restarts == restarts) Broken.Add($"ending {how}: not acted upon; {_world.State.Phase} {_world.State.PhaseReason}");
    }

    private void Plot()
    {
        switch (_random.Next(8))
        {
            case 0 or 1: DoubtFor(S(_random.Next(1, 700))); break;
            case 2 or 3: IncidentFor(S(_random.Next(5, 700))); break;
            case 4 or 5: _world.Truth.Hang(); break;
            case 6: _world.Give(new JudgedAnew(new Reason("slept", "the machine slept"))); _heldSince = null; break;
            default:
                _world.Truth.End(UnitState.Failed, LastEnd.ByItself);
                _world.Changed();
                break;
        }
    }

    private void DoubtFor(TimeSpan lasts)
    {
        if (_world.Now + lasts <= _doubtedUntil) return;

        _doubtedUntil = _world.Now + lasts;
        _world.Give(new SelfDoubted(s_slow));
        _world.At(_doubtedUntil, () =>
        {
            if (_world.Now >= _doubtedUntil) _world.Give(new SelfDoubted((Reason?)null));
        });
    }

    private void IncidentFor(TimeSpan lasts)
    {
        if (_world.Now + lasts <= _incidentUntil) return;

        _incidentUntil = _world.Now + lasts;
        _world.At(_incidentUntil, () =>
        {
            if (_world.Now < _incidentUntil || _incident is null) return;
            _incident = null;
            _heldSince = null;
            _world.Give(new JudgedAnew(new Reason("host-incident-over", "fewer services are suspect")));
        });
    }

    private Crowd? Others()
    {
        if (_world.Now >= _incidentUntil) return new Crowd(_random.Next(1, 3), 5, _world.Now);
        return new Crowd(_random.Next(3, 6), 5, _incident ??= _world.Now, Waits: _random.Next(2) == 0);
    }

    private void Watch(World.Turned turned)
    {
        var now = turned.Now.Uptime;
        if (turned.Input is SelfDoubted told) Told(told.Why is not null, now);
        foreach (var decision in turned.Step.Decisions)
        {
            if (decision is Diagnose ask) _world.At(now + S(1), () => _world.Give(new Diagnosed(ask.Check, _world.State.Instance, _world.State.Check(ask.Check).Failures > 0 ? s_wedged : new Signals())));
            if (decision is CallOff { Reason.Code: "host-incident" }) (_heldSince, HeldByMany) = (_heldSince ?? _incident, HeldByMany + 1);
            if (decision is CallOff or NotActing && _doubted) HeldByDoubt++;
            if (decision is BeginAction begin) MayAct(turned, begin.Cause);
            if (decision is not Restart) continue;

            Restarts++;
            MayAct(turned, turned.Before.Action!.Cause);
            var look = (LastLookEnded)turned.Input;
            var since = _heldSince is { } held && held < look.Crowd!.Since ? held : look.Crowd!.Since;
            if (look.Crowd.IsMany && now < since + _world.Policy.CorrelatedHoldAtMost) Broken.Add($"restart among many at {now}");
            _heldSince = null;
        }

        if (turned.Step.State.Phase == Phase.Watching) _heldSince = null;
        if (Expiry.NextDue(_world.Policy, turned.Step.State, now) <= now) Broken.Add($"due in the past at {now}");
    }

    private void Told(bool doubted, TimeSpan now)
    {
        if (doubted && !_doubted && !(now - _doubtEnded < Min(2))) _doubtSince = now;
        if (!doubted) _doubtEnded = now;
        _doubted = doubted;
    }

    private void MayAct(World.Turned turned, string? cause)
    {
        var now = turned.Now.Uptime;
        if (!_doubted) return;
        if (now - _doubtSince < _world.Policy.DoubtAtMost) Broken.Add($"acted in doubt at {now}");
        if (cause is not (null or "" or Cause.Unit or Liveness)) Broken.Add($"acted in a long doubt for {cause} at {now}");
    }
}
