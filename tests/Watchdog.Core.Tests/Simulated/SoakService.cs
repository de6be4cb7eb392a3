using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// One service of the soak, and the program's part around it: looks at their cadence and deadline, what is around a failing one, last looks, restarts.
/// A pass that changes nothing is not given to the judgement as long as nothing else comes: that it would change nothing is asserted by samples.
/// </summary>
internal sealed class SoakService
{
    private const int SampleEvery = 1000;
    private static readonly DateTimeOffset s_boot = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SoakFleet _fleet;
    private readonly SoakTruth _truth;
    private readonly SoakSlot[] _slots;
    private TimeSpan _wakeAt = TimeSpan.MaxValue;

    public SoakService(SoakFleet fleet, int number, bool isSeen, bool burstsByLook)
    {
        (_fleet, Number, IsSeen) = (fleet, number, isSeen);
        _truth = new SoakTruth(fleet, number, isSeen, burstsByLook);
        Policy = Any.Policy(number % 2 == 0 ? [Liveness] : [Liveness, Deep]) with { Name = $"s{number}" };
        Policy = Policy with { Checks = [.. Policy.Checks.Select(check => check with { Diagnosable = true })] };
        _slots = [.. Policy.Checks.Select((check, i) => new SoakSlot(check, i))];
    }

    public int Number { get; }

    /// <summary>Its other signals can be had.</summary>
    public bool IsSeen { get; }

    public ServicePolicy Policy { get; }

    public ServiceState State { get; private set; } = ServiceState.New;

    public long Turns { get; private set; }

    public long Skipped { get; private set; }

    public long Begun { get; private set; }

    /// <summary>How often a person would be told of it.</summary>
    public int Told { get; private set; }

    public List<TimeSpan> FalseRestarts { get; } = [];

    /// <summary>Of each true wedge, when it was acted upon.</summary>
    public Dictionary<Wedge, TimeSpan> Acted { get; } = [];

    /// <summary>When its bursts of lost looks began.</summary>
    public List<TimeSpan> Bursts => _truth.Bursts;

    public void Begin()
    {
        Give(new Resumed("a soak"));
        Give(new UnitSeen(_truth.Status));
        foreach (var slot in _slots) slot.Due = _fleet.Now + S(2 * StableHash.Unit(Policy.Name, slot.Index));
        Wake();
    }

    /// <summary>Something of the host, then whatever is due.</summary>
    public void Tell(Input input)
    {
        Give(input);
        Wake();
    }

    private void Wake()
    {
        _wakeAt = TimeSpan.MaxValue;
        if (Expiry.NextDue(Policy, State, _fleet.Now - TimeSpan.FromTicks(1)) <= _fleet.Now) Give(new Tick());
        StartDueLooks();
        Arm();
    }

    private void Arm()
    {
        var next = Expiry.NextDue(Policy, State, _fleet.Now) ?? TimeSpan.MaxValue;
        if (NextSlot() is { } slot && slot.Due < next) next = slot.Due;
        if (next >= _wakeAt) return;

        _wakeAt = next;
        _fleet.At(next, () =>
        {
            if (_wakeAt == next) Wake();
        });
    }

    private void StartDueLooks()
    {
        bool? steady = null;
        while (NextSlot() is { } slot)
        {
            if (slot.Due > _fleet.Now)
            {
                steady ??= IsSteady();
                if (!steady.Value || !TrySkip(slot)) return;
            }
            else
            {
                Start(slot);
                steady = null;
            }
        }
    }

    /// <summary>Nothing but passes changed nothing of late: the next one would not either.</summary>
    private bool TrySkip(SoakSlot slot)
    {
        if (slot.Due >= _fleet.NextStall.From || slot.Due >= SoakNoise.End) return false;
        if (slot.Due - SoakNoise.Swift < State.Host?.CountsFrom || !_truth.IsSwift(slot.Index, slot.Due)) return false;

        if (++Skipped % SampleEvery == 0)
        {
            var step = Supervisor.Advance(Policy, State, new Observed(_truth.Pass(slot.Policy.Name)), At(slot.Due));
            Assert.Same(State, step.State);
            Assert.Empty(step.Decisions);
        }

        slot.Took(_truth.Pass(slot.Policy.Name));
        slot.Due += slot.Policy.Interval;
        return true;
    }

    private bool IsSteady()
    {
        if (State.Phase != Phase.Watching || !Expiry.NothingWaits(State)) return false;
        foreach (var slot in _slots)
        {
            if (slot.IsDiagnosed || slot.InFlight || !ReferenceEquals(slot.SteadyAs, State.Check(slot.Policy.Name))) return false;
        }

        return true;
    }

    private void Start(SoakSlot slot)
    {
        slot.Began = _fleet.Now - slot.Due < S(0.5) ? slot.Due : _fleet.Now;
        var (seen, instance) = (_truth.Look(slot, _fleet.Now, Cadence.Deadline(slot.Policy, State.Check(slot.Policy.Name), slot.HealthyTook)), State.Instance);
        if (seen.Took <= SoakNoise.Swift)
        {
            Ended(slot, seen);
            return;
        }

        slot.InFlight = true;
        _fleet.At(_fleet.Now + seen.Took, () =>
        {
            Ended(slot, seen with { Instance = instance });
            Wake();
        });
    }

    private void Ended(SoakSlot slot, Observation seen)
    {
        slot.Took(seen);
        var before = State;
        if (seen.Look == Look.Failed) Give(new UnitSeen(_truth.Status));
        Give(new Observed(seen));
        slot.InFlight = false;
        slot.Due = slot.Began + Cadence.Interval(slot.Policy, State);
        if (ReferenceEquals(before, State) && seen.Look == Look.Passed) slot.SteadyAs = State.Check(slot.Policy.Name);
    }

    /// <summary>As Timetable has it: no deep look while the service hangs, none while it is restarted.</summary>
    private SoakSlot? NextSlot()
    {
        if (State.Action is not null || State.Unit is null) return null;

        SoakSlot? next = null;
        foreach (var slot in _slots)
        {
            if (slot.InFlight || slot.IsDiagnosed || (next is not null && slot.Due >= next.Due)) continue;
            if (!slot.Policy.Hard && State.Check(Liveness) is { Failures: > 0 } hangs && DiagnosisTable.IsTimeout(hangs.Reason)) continue;
            next = slot;
        }

        return next;
    }

    private void Give(Input input)
    {
        var (before, now) = (State, At(_fleet.Now));
        var step = Supervisor.Advance(Policy, before, input, now);
        (State, var decisions) = step;
        Told += step.Steps.Count(StoryOracle.IsTold);
        Turns++;
        foreach (var decision in decisions) CarryOut(decision);
    }

    private void CarryOut(Decision decision)
    {
        switch (decision)
        {
            case Diagnose diagnose: LookAround(diagnose); break;
            case BeginAction begin: LookOnceMore(begin); break;
            case Restart restart: Obey(restart); break;
            case Started:
                foreach (var slot in _slots) slot.Due = _fleet.Now + Cadence.Interval(slot.Policy, State);
                break;
            case Moved { To: Phase.Starting or Phase.Verifying } or Moved { From: Phase.Holding, To: Phase.Suspect }:
                foreach (var slot in _slots) slot.Hasten(_fleet.Now + Cadence.Interval(slot.Policy, State));
                break;
        }
    }

    private void LookAround(Diagnose diagnose)
    {
        var (slot, instance) = (SlotOf(diagnose.Check), State.Instance);
        slot.IsDiagnosed = true;
        _fleet.At(_fleet.Now + SoakTruth.Around, () =>
        {
            Give(new Diagnosed(diagnose.Check, instance, _truth.Signals(slot, _fleet.Now, diagnose.OnlyListener)));
            slot.IsDiagnosed = false;
            Wake();
        });
    }

    private void LookOnceMore(BeginAction begin)
    {
        Begun++;
        var slot = SlotOf(begin.Cause!);
        var seen = _truth.Look(slot, _fleet.Now, Cadence.LastDeadline(slot.Policy, State.Check(slot.Policy.Name), slot.HealthyTook, _fleet.Now));
        var around = seen.Look == Look.Passed ? TimeSpan.Zero : SoakTruth.Around;
        _fleet.At(_fleet.Now + seen.Took + around, () =>
        {
            slot.Took(seen);
            var signals = seen.Look == Look.Passed ? null : _truth.Signals(slot, _fleet.Now, onlyListener: false);
            Give(new LastLookEnded(begin.Epoch, seen, _truth.Status, signals) { Crowd = _fleet.Ask(this) });
            Wake();
        });
    }

    private void Obey(Restart restart)
    {
        if (_truth.Wedge(_fleet.Now) is { } wedge) Acted[wedge] = _fleet.Now;
        else FalseRestarts.Add(_fleet.Now);
        _fleet.At(_fleet.Now + S(5), () =>
        {
            _truth.Renew(_fleet.Now);
            Give(new UnitSeen(_truth.Status));
            Give(new RestartEnded(restart.Epoch, Outcome(RestartResult.Done)));
            Give(new UnitSeen(_truth.Status));
            Wake();
        });
    }

    private SoakSlot SlotOf(string check) => _slots.First(slot => slot.Policy.Name == check);

    private static Moment At(TimeSpan now) => new(now, s_boot + now);
}
