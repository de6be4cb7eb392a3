namespace Watchdog.Core;

/// <summary>Everything that speaks against acting now, in the order in which it is told.</summary>
internal static class Guards
{
    internal const string ManagerAtWork = "manager-at-work";

    /// <summary>Above systemd's own patience with a start, a stop or a reload (90 s each by default).</summary>
    private static readonly TimeSpan s_stuck = TimeSpan.FromMinutes(5);

    /// <returns>Null when nothing does.</returns>
    public static Reason? Against(Turn turn, Intent intent, string cause, bool hard)
    {
        var state = turn.State;
        if (PauseRules.Until(state, turn.Now) is not null) return new Reason("paused", "it is paused");
        if (state.Unit is not { } unit) return new Reason("unit-unseen", "the manager cannot be asked, so nothing is decided");
        if (unit.Job is { } job) return new Reason("job-queued", $"the manager has a job for it: {job}");
        if (unit.State is UnitState.Activating or UnitState.Reloading or UnitState.Deactivating)
        {
            return AtWork(turn, unit, cause);
        }

        if (intent == Intent.RestartIfHung && unit.State != UnitState.Active) return new Reason("not-active", $"the unit is {Word(unit)}");
        if (intent == Intent.EnsureUp && unit.State != UnitState.Failed) return new Reason("not-failed", $"the unit is {Word(unit)}");

        // One that ran until we ended it ourselves was held back by nothing. Where no start has ever come to anything, the tries are held as any other.
        if (unit.IsDue) return state.Instance.Length > 0 ? null : HoldRules.Against(turn, cause, hard);
        if (intent == Intent.RestartIfHung && Gate.IsOpen(turn.Policy, state, turn.Now))
        {
            return new Reason("startup-gate", $"it is starting: {Gate.Left(turn.Policy, state, turn.Now)} left to pass every check once");
        }

        if (intent == Intent.RestartIfHung && CheckRules.Against(turn, cause) is { } row) return row;
        if (intent == Intent.RestartIfHung && DiagnosisRules.Against(turn, cause) is { } diagnosis) return diagnosis;
        if (intent == Intent.RestartIfHung && DependencyRules.Against(turn, cause) is { } dependency) return dependency;

        return HostRules.Against(turn, cause) ?? HoldRules.Against(turn, cause, hard) ?? BusyRules.Against(turn, cause);
    }

    /// <summary>It is let finish; one that does not is told of, since nothing else would end it.</summary>
    private static Reason AtWork(Turn turn, UnitStatus unit, string cause)
    {
        var reason = new Reason(ManagerAtWork, $"the unit is {Word(unit)}");
        if (turn.Now - turn.State.Check(cause).FailingSince >= s_stuck)
        {
            turn.Raise(AlertLevel.Critical, ManagerAtWork, new Reason(ManagerAtWork, $"{reason.Sentence}, and {cause} has failed for {Words.Span(s_stuck)}: its manager does not end that, and we do not cut in; restart it by hand"));
        }

        return reason;
    }

    internal static string Word(UnitStatus unit)
    {
        var state = unit.State switch
        {
            UnitState.Active => "active",
            UnitState.Activating => "activating",
            UnitState.Reloading => "reloading",
            UnitState.Deactivating => "deactivating",
            UnitState.Inactive => "inactive",
            UnitState.Failed => "failed",
            _ => "not known to its manager",
        };
        return unit.SubState.Length > 0 ? $"{state} ({unit.SubState})" : state;
    }
}
