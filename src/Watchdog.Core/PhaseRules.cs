namespace Watchdog.Core;

/// <summary>Names the phase that follows from everything else, and tells of the change.</summary>
internal static class PhaseRules
{
    public static void Settle(Turn turn)
    {
        var (phase, hold, reason) = Derive(turn);
        TrackHealth(turn, phase);
        if (phase == turn.State.Phase && hold == turn.State.Hold)
        {
            var isNamed = turn.State.PhaseReason != ServiceState.New.PhaseReason || reason == turn.State.PhaseReason;
            var waitsForAnother = hold is Hold.Dependency or Hold.Busy && reason != turn.State.PhaseReason;

            // What it was suspected of first is not what is known by now.
            var isKnownBetter = phase == Phase.Suspect && reason.Code != turn.State.PhaseReason.Code;
            if (waitsForAnother || isKnownBetter) turn.State = turn.State with { PhaseReason = reason };
            if (!isNamed) turn.State = turn.State with { PhaseReason = reason, PhaseSince = turn.Now };
            return;
        }

        if (phase is Phase.Watching or Phase.Stopped)
        {
            // A hold of another day is reminded of on a day of its own; one of a storm goes on until that is over.
            turn.State = turn.State with { NotActingCode = "", RemindedAt = Expiry.HasHistory(turn.State) ? turn.State.RemindedAt : null };
        }

        if (hold != Hold.None && turn.State.RemindedAt is null) turn.State = turn.State with { RemindedAt = turn.Now };
        turn.Decide(new Moved(turn.State.Phase, phase, reason));
        turn.State = turn.State with { Phase = phase, Hold = hold, PhaseReason = reason, PhaseSince = turn.Now };
    }

    private static (Phase Phase, Hold Hold, Reason Reason) Derive(Turn turn)
    {
        var state = turn.State;
        if (state.Action is { } action) return Is(Phase.Acting, "acting", $"{action.Cause} calls for it");
        if (PauseRules.Until(state, turn.Now) is { } until) return Is(Phase.Paused, "paused", $"paused for {Words.Span(until - turn.Now)} more");
        if (state.BlindSince is not null) return Is(Phase.Blind, "blind", "the service's manager cannot be asked");
        if (state.Unit is not { } unit) return Unasked(state);
        if (Down(unit) is { } down) return (Phase.Stopped, Hold.None, turn.Because ?? down);
        if (unit is { State: UnitState.Failed, Job: null }) return Failed(turn, unit);
        var failing = WorstFailing(turn);
        if (failing is not null && Held(turn, failing.Check) is { } held) return held;
        if (state.Trial is { } trial) return Is(Phase.Verifying, "verifying", $"restarted for {trial.Cause}; waiting for the new instance to pass its checks");
        if (Gate.IsOpen(turn.Policy, state, turn.Now)) return Is(Phase.Starting, "starting", "until every check has passed once");
        if (failing is not null) return (Phase.Suspect, Hold.None, turn.Because ?? CheckRules.Failing(failing));
        if (unit.State is not (UnitState.Active or UnitState.Reloading))
        {
            var queued = unit.Job is { } job ? $", and a job is queued: {job}" : "";
            return Is(Phase.Starting, "starting", $"the unit is {unit.SubState}{queued}");
        }

        return Is(Phase.Watching, "watching", "no check fails");

        (Phase, Hold, Reason) Is(Phase phase, string code, string sentence) => (phase, Hold.None, turn.Because ?? new Reason(code, sentence));
    }

    /// <summary>We have just started: it stands where it stood, unless that was something of ours that is over.</summary>
    private static (Phase, Hold, Reason) Unasked(ServiceState state) => state.Phase is Phase.Acting or Phase.Paused or Phase.Blind
        ? (Phase.Starting, Hold.None, new Reason("not-asked", "its manager has not been asked yet"))
        : (state.Phase, state.Hold, state.PhaseReason);

    /// <summary>Not running, and not for us to start.</summary>
    private static Reason? Down(UnitStatus unit) => (unit.State, unit.LastEnd) switch
    {
        (UnitState.NotFound, _) => UnitRules.NotThere(unit),
        _ when unit.Job is not null => null,        // what it is between two runs is not where it ends
        (UnitState.Inactive, LastEnd.ByItself) => new Reason("ended", "it ended by itself, with success"),
        (UnitState.Inactive, _) => new Reason("stopped", "someone stopped it, or nobody has started it"),
        (UnitState.Failed, LastEnd.StopJob) => new Reason("stopped", $"someone stopped it; it ended with {unit.Result}"),
        (UnitState.Failed, LastEnd.Unknown or LastEnd.None) => new Reason("who-stopped-it", $"it has failed ({unit.Result}), and it cannot be told whether someone stopped it"),
        _ => null,
    };

    private static (Phase, Hold, Reason) Failed(Turn turn, UnitStatus unit) =>
        Held(turn, Cause.Unit) ?? (unit.IsDue ? Phase.Starting : Phase.Suspect, Hold.None, turn.Because ?? UnitRules.HasFailed(unit));

    private static (Phase, Hold, Reason)? Held(Turn turn, string cause)
    {
        if (turn.State.StormSince is not null)
        {
            return (Phase.Holding, Hold.Storm, new Reason("storm", $"restart storm: the budget is spent, and {cause} still fails"));
        }

        if (HoldRules.IsIneffective(turn.Policy, turn.State, cause))
        {
            return (Phase.Holding, Hold.Ineffective, new Reason("ineffective", $"restarts did not help against {cause}"));
        }

        if (HostRules.Holding(turn, cause) is { } host) return (Phase.Holding, Hold.Host, host);
        if (!turn.State.Check(cause).Unhealthy || turn.Policy.Find(cause) is not { OnFailure: OnFailure.Restart }) return null;
        if (DependencyRules.Holding(turn, cause) is { } dependency) return (Phase.Holding, Hold.Dependency, dependency);
        return BusyRules.Against(turn, cause) is { } busy ? (Phase.Holding, Hold.Busy, busy) : null;
    }

    /// <summary>The failing check that matters most: one that is over its threshold before one that is not; null when none fails.</summary>
    private static CheckState? WorstFailing(Turn turn)
    {
        CheckState? worst = null;
        foreach (var policy in turn.Policy.Checks)
        {
            var check = turn.State.Check(policy.Name);
            if (check is { Failures: 0, Unhealthy: false, AnsweredByAnother: false }) continue;
            if (worst is null || (check.Unhealthy && !worst.Unhealthy)) worst = check;
        }

        return worst;
    }

    private static void TrackHealth(Turn turn, Phase phase)
    {
        var well = phase == Phase.Watching && InSight(turn);
        if (well) HostRules.Free(turn);
        if (!well && turn.State.HealthySince is not null) turn.State = turn.State with { HealthySince = null };
        if (well && turn.State.HealthySince is null) turn.State = turn.State with { HealthySince = turn.Now };
    }

    /// <summary>A check that could not be looked at for long proves no health. (A counter abstains where there are several workers.)</summary>
    private static bool InSight(Turn turn)
    {
        if (!Gate.AllPassedOnce(turn.Policy, turn.State)) return false;

        foreach (var check in turn.Policy.Checks)
        {
            var unknownFor = turn.Now - turn.State.Check(check.Name).UnknownSince;
            if (check.Kind != CheckKind.AcceptLoop && unknownFor >= turn.Policy.BlindAlertAfter) return false;
        }

        return true;
    }
}
