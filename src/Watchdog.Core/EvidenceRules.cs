namespace Watchdog.Core;

/// <summary>Evidence for a check that leads to it and to no restart (<see cref="OnFailure.Evidence"/>): once as it becomes unhealthy.</summary>
internal static class EvidenceRules
{
    /// <summary>A service that becomes unhealthy every few minutes shows the same each time, and a debugger holds it still for seconds.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromHours(1);

    /// <summary>Before the alerts: one that stands tells that this spell is known.</summary>
    public static void Consider(Turn turn, Input input)
    {
        if (input is not Observed { Observation: { Look: Look.Failed } seen }) return;
        if (turn.Policy.Find(seen.Check) is not { OnFailure: OnFailure.Evidence }) return;
        if (turn.State.Check(seen.Check) is not { Unhealthy: true } check || AlertRules.IsToldUnhealthy(turn.State, seen.Check)) return;
        if (turn.State.Unit is not { State: UnitState.Active or UnitState.Reloading }) return;       // nothing runs that could be looked at
        if (turn.State.Action is not null) return;                                      // that takes its own
        if (PauseRules.Until(turn.State, turn.Now) is not null) return;                 // somebody is at work on it
        if (turn.Now - turn.State.EvidenceAt < Apart) return;

        turn.State = turn.State with { EvidenceAt = turn.Now };
        turn.Decide(new TakeEvidence(seen.Check, CheckRules.Failing(check)));
    }

    public static bool Receive(Turn turn, EvidenceTaken taken)
    {
        turn.State = turn.State with { Evidence = taken.Id };
        return true;
    }
}
