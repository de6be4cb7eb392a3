namespace Watchdog.Core;

/// <summary>Success is a new instance that passes its checks, not a command that exits 0.</summary>
internal static class TrialRules
{
    /// <summary>Without checks, this long active is all the proof there is; systemd's own start limit counts over 10 s too.</summary>
    public static readonly TimeSpan ProvenByStanding = TimeSpan.FromSeconds(10);

    /// <summary>How long a restart whose echo did not come may still turn out to have happened.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void Judge(Turn turn, Input input)
    {
        if (turn.State.Trial is not { } trial || turn.State.Action is not null || turn.State.Unit is not { } unit) return;

        // What it does under someone's hands proves nothing, either way.
        if (PauseRules.Until(turn.State, turn.Now) is not null) return;

        // With a job it may be half-way through our restart.
        if (unit.Job is null && (unit.State == UnitState.Inactive || unit is { State: UnitState.Failed, LastEnd: LastEnd.StopJob }))
        {
            turn.State = turn.State with { Trial = null };      // someone stopped it: nothing is left to prove
            return;
        }

        if (turn.State.Instance == trial.InstanceBefore)
        {
            JudgeOldInstance(turn, trial, unit, input);
            return;
        }

        if (Proven(turn, trial, unit))
        {
            Recovered(turn, trial);
        }
        else if (unit is { State: UnitState.Failed, LastEnd: LastEnd.ByItself })
        {
            Fail(turn, trial.Cause, new Reason("failed-again", $"the new instance has failed ({unit.Result})"));
        }
        else if (!Gate.IsOpen(turn.Policy, turn.State, turn.Now))
        {
            JudgeChecks(turn, trial, unit);
        }
    }

    private static void Recovered(Turn turn, TrialState trial)
    {
        turn.State = turn.State with { Trial = null, Ineffective = turn.State.Ineffective.RemoveAll(count => count.Cause == trial.Cause) };
        turn.Because = new Reason(Recovery.Recovered, $"the new instance is well, {Words.Span(turn.Now - trial.At)} after the restart was decided");
        turn.Clear(HoldRules.IneffectiveAlert(trial.Cause));
        turn.Decide(new Alert(AlertLevel.Info, turn.Because.Value));
    }

    /// <summary>A restart that did not help.</summary>
    public static void Fail(Turn turn, string cause, Reason why)
    {
        var counts = turn.State.Ineffective;
        var count = 1;
        foreach (var old in counts)
        {
            if (old.Cause == cause) count = old.Count + 1;
        }

        turn.State = turn.State with
        {
            Trial = null,
            Ineffective = counts.RemoveAll(old => old.Cause == cause).Add(new IneffectiveCount(cause, count, turn.Now)),
        };
        turn.Because = new Reason("restart-did-not-help", $"{why.Sentence} (restart {count} for {cause} that did not help)");
        if (count < turn.Policy.IneffectiveLimit) return;

        var hard = cause == Cause.Unit || turn.Policy.Find(cause) is { Hard: true };
        turn.Raise(AlertLevel.Critical, HoldRules.IneffectiveAlert(cause), HoldRules.Ineffective(turn, cause, hard));
    }

    private static bool Proven(Turn turn, TrialState trial, UnitStatus unit)
    {
        if (unit.State != UnitState.Active || unit.Job is not null) return false;
        if (turn.Policy.Checks.IsEmpty) return turn.Now - turn.State.StartedAt >= ProvenByStanding;
        if (!Gate.AllPassedOnce(turn.Policy, turn.State) || !DiagnosisRules.ListenerSeen(turn)) return false;

        foreach (var check in turn.Policy.Checks)
        {
            if (turn.State.Check(check.Name) is { Failures: > 0 } or { AnsweredByAnother: true }) return false;
        }

        return CauseIsGone(turn, trial);
    }

    private static bool CauseIsGone(Turn turn, TrialState trial) =>
        turn.Policy.Find(trial.Cause) is not { } cause || turn.State.Check(cause.Name).Passes >= cause.SuccessThreshold;

    private static void JudgeOldInstance(Turn turn, TrialState trial, UnitStatus unit, Input input)
    {
        if (unit.Job is not null || unit.State is UnitState.Activating or UnitState.Deactivating) return;      // it may be at it
        if (trial.Carried)
        {
            // The echo may overtake the signal of the new instance: only what the manager says from now on proves anything.
            if (input is UnitSeen) Fail(turn, trial.Cause, new Reason("no-new-instance", "the manager reports success, but it is still the same instance"));
            return;
        }

        if (turn.Now - trial.At < Patience && unit.State == UnitState.Active && turn.State.BackoffUntil > turn.Now) return;

        // Counted all the same: whether the order reached the manager cannot be known.
        turn.State = turn.State with { Trial = null };
        turn.Because = new Reason("restart-not-carried-out", "the restart was ordered and counted, but the instance is still the same");
    }

    /// <summary>The gate is over: something fails for good, or what it was restarted for is gone.</summary>
    private static void JudgeChecks(Turn turn, TrialState trial, UnitStatus unit)
    {
        foreach (var check in turn.Policy.Checks)
        {
            var state = turn.State.Check(check.Name);
            if (state.AnsweredByAnother)
            {
                turn.State = turn.State with { Trial = null };      // told by an alert of its own; the next restart would prove no more
                return;
            }

            if (!state.Unhealthy) continue;

            if (check.Name == trial.Cause || trial.Cause == Cause.Unit)
            {
                Fail(turn, trial.Cause, new Reason("failed-again", $"{state.Reason} on the new instance"));
                return;
            }

            // What it was restarted for is gone; what fails now is a cause of its own.
            turn.State = turn.State with { Trial = null };
            return;
        }

        // Another check may fail in a way that no restart mends, or be out of sight: that is not this restart's to prove.
        if (turn.Now >= Gate.Ends(turn.Policy, turn.State) && unit.State == UnitState.Active && CauseIsGone(turn, trial)) Recovered(turn, trial);
    }
}
