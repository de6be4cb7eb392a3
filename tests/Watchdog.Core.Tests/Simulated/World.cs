using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// A service, its manager and the program around the supervisor, in virtual time: looks at <see cref="Cadence"/>, ticks at
/// <see cref="Expiry.NextDue"/>, the manager's word on every change and before a failure is judged, actions and their echoes.
/// </summary>
internal sealed class World
{
    private static readonly DateTimeOffset s_boot = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private readonly Random _random;
    private readonly Action<Turned> _watch;
    private long _order;
    private TimeSpan _tickAt;
    private int _run;           // which run of the daemon: what an earlier one had in flight is lost with it

    /// <param name="policy">The service's.</param>
    /// <param name="random">For how long things take.</param>
    /// <param name="watch">Told of every turn.</param>
    /// <param name="truth">The service.</param>
    public World(ServicePolicy policy, Random random, Action<Turned> watch, Truth truth)
    {
        (Policy, _random, _watch, Truth) = (policy, random, watch, truth);
        Now = H(1);
        At(Now, () => Resume("the daemon started"));
    }

    /// <param name="Before">The state before.</param>
    /// <param name="Input">What came.</param>
    /// <param name="Step">What became of it.</param>
    /// <param name="Now">When.</param>
    public sealed record Turned(ServiceState Before, Input Input, Step Step, Moment Now);

    public ServicePolicy Policy { get; }

    public Truth Truth { get; }

    public TimeSpan Now { get; private set; }

    public ServiceState State { get; private set; } = ServiceState.New;

    public long Turns { get; private set; }

    /// <summary>What the next restarts meet instead of success.</summary>
    public Queue<Quirk> Quirks { get; } = new();

    /// <summary>How it stands with the other services.</summary>
    public Func<Crowd?> Others { get; set; } = () => null;

    /// <summary>What comes with a last look, beside the look.</summary>
    public Func<LastLookEnded, LastLookEnded> Beside { get; set; } = look => look;

    /// <summary>Comes before each look that fails.</summary>
    public Action Before { get; set; } = () => { };

    public bool Running { get; private set; }

    public void At(TimeSpan at, Action what) => _agenda.Enqueue(what, (at, _order++));

    public void RunUntil(TimeSpan end)
    {
        while (_agenda.TryPeek(out _, out var next) && next.At <= end)
        {
            var what = _agenda.Dequeue();
            Now = next.At > Now ? next.At : Now;
            what();
        }

        Now = end;
    }

    public void Give(Input input)
    {
        if (!Running) return;

        var (before, now) = (State, new Moment(Now, s_boot + Now));
        var step = Supervisor.Advance(Policy, before, input, now);
        State = step.State;
        Turns++;
        _watch(new Turned(before, input, step, now));
        foreach (var decision in step.Decisions) CarryOut(decision);
        if (!ReferenceEquals(before, State) || input is Tick) Arm();
    }

    /// <summary>The manager's word, or that it has none.</summary>
    public void LookAtUnit() =>
        Give(Truth.BusIsLost(Now) ? new UnitUnseen(new Reason("bus-lost", "the bus does not answer")) : new UnitSeen(Truth.Status));

    /// <summary>The unit has changed: a signal tells.</summary>
    public void Changed()
    {
        if (!Truth.BusIsLost(Now)) LookAtUnit();
    }

    public void Kill()
    {
        Running = false;
        _run++;
    }

    public void Resume(string because)
    {
        if (Running) return;

        Running = true;
        _run++;
        _tickAt = TimeSpan.MaxValue;
        Give(new Resumed(because));
        LookAtUnit();
        foreach (var check in Policy.Checks) Probe(check);
    }

    /// <summary>Looks again and again, until this run of the daemon ends.</summary>
    private void Probe(CheckPolicy check)
    {
        var run = _run;
        At(Now + S(_random.Next(1, 5)), Look);

        void Look()
        {
            if (run != _run) return;
            if (State.Action is null) LookAt(check);
            At(Now + Cadence.Interval(check, State), Look);
        }
    }

    private void LookAt(CheckPolicy check)
    {
        var seen = Truth.Look(check.Name, Now);
        if (seen.Look == Look.Failed)
        {
            Before();
            LookAtUnit();
        }

        Give(new Observed(seen));
    }

    private void CarryOut(Decision decision)
    {
        var run = _run;
        if (decision is BeginAction begin) At(Now + S(_random.Next(1, 11)), () => LastLook(begin, run));
        if (decision is Restart restart) At(Now + S(_random.Next(1, 25)), () => Obey(restart, run));
    }

    private void LastLook(BeginAction begin, int run)
    {
        if (run != _run) return;
        if (_random.Next(10) == 0) Give(new LastLookEnded(begin.Epoch - 1, Desk.Bad(), Truth.Status));      // of an action long given up
        var look = new LastLookEnded(begin.Epoch, begin.Cause is { } cause ? Truth.Look(cause, Now) : null, Truth.BusIsLost(Now) ? null : Truth.Status) { Crowd = Others() };
        Give(Beside(look));
    }

    /// <summary>The manager has got the order already when the daemon dies: it is carried out, and nobody is left to hear of it.</summary>
    private void Obey(Restart restart, int run)
    {
        var quirk = Quirks.TryDequeue(out var next) ? next : Quirk.None;
        if (Truth.Instance != restart.Instance || Truth.Job is not null) quirk = Quirk.Displaced;
        if (quirk is Quirk.None or Quirk.NoEcho or Quirk.StaleEcho) Renew();
        if (quirk == Quirk.Late) At(Now + S(_random.Next(5, 200)), Renew);
        if (run != _run || quirk == Quirk.NoEcho) return;

        var result = quirk switch
        {
            Quirk.Displaced => RestartResult.Displaced,
            Quirk.Denied => RestartResult.Denied,
            Quirk.Late or Quirk.Never => RestartResult.TimedOut,
            _ => RestartResult.Done,
        };
        if (quirk == Quirk.StaleEcho) Give(new RestartEnded(restart.Epoch - 1, Outcome(RestartResult.Displaced)));
        Give(new RestartEnded(restart.Epoch, Outcome(result)));
        LookAtUnit();
        Give(new RestartEnded(restart.Epoch, Outcome(RestartResult.Displaced)));       // twice: stale by now
    }

    private void Renew()
    {
        Truth.Start(Now, byManager: false);
        if (_random.Next(2) == 0) Changed();        // the signal may be later than the echo
    }

    private void Arm()
    {
        if (Expiry.NextDue(Policy, State, Now) is not { } due || due == _tickAt) return;

        _tickAt = due;
        At(due, () =>
        {
            if (_tickAt == due) _tickAt = TimeSpan.MaxValue;
            Give(new Tick());
        });
    }
}
