namespace Watchdog.Core;

/// <summary>What holds an action back although the manager would allow it: storm, ineffective restarts, backoff, the manager's own limit.</summary>
internal static class HoldRules
{
    public const string Backoff = "backoff";
    public const string StormAlert = "storm";
    public const string StartLimitAlert = "start-limit-action";

    /// <summary>Told as a warning while the unit has such a setting, and loudly once it keeps us from acting.</summary>
    public const string EndAction = "end-action";
    public const string EndActionAlert = $"{EndAction}/in-the-way";

    /// <summary>Asked last of the guards: a spent budget opens the storm circuit.</summary>
    public static Reason? Against(Turn turn, string cause, bool hard)
    {
        if (turn.State.Unit is { EndAction.Length: > 0 } fused)
        {
            var reason = Fused(fused);
            turn.Raise(AlertLevel.Critical, EndActionAlert, reason);
            return reason;
        }

        if (!HalfOpen(turn, hard))
        {
            if (turn.State.StormSince is not null) return Storm(turn);
            if (IsIneffective(turn.Policy, turn.State, cause)) return Ineffective(turn, cause, hard);
        }

        if (turn.State.BackoffUntil > turn.Now)
        {
            return new Reason(Backoff, $"it was tried a moment ago: {Words.Span(turn.State.BackoffUntil.Value - turn.Now)} to wait");
        }

        if (StartLimitRule.WouldRefuse(turn.State, turn.Now) && turn.State.Unit!.StartLimit.HasAction)
        {
            var reason = new Reason(StartLimitAlert, "one more start would set off the unit's StartLimitAction: that is for an operator to decide");
            turn.Raise(AlertLevel.Critical, StartLimitAlert, reason);
            return reason;
        }

        OpenIfSpent(turn);
        return turn.State.StormSince is not null && !HalfOpen(turn, hard) ? Storm(turn) : null;
    }

    /// <summary>Opens the circuit when the budget is spent; loud, once.</summary>
    public static void OpenIfSpent(Turn turn)
    {
        var state = turn.State;
        if (state.StormSince is not null || !StormRule.Spent(turn.Policy.Budget, state.Ledger, state.RearmedAt, turn.Now)) return;

        turn.State = state with { StormSince = turn.Now };
        turn.Raise(AlertLevel.Critical, StormAlert, Storm(turn));
    }

    /// <summary>What did not help before may help now: the counts are dropped, and their alerts may be raised again.</summary>
    public static void Absolve(Turn turn)
    {
        foreach (var count in turn.State.Ineffective) turn.Clear(IneffectiveAlert(count.Cause));
        turn.State = turn.State with { Ineffective = [] };
    }

    public static bool Rearm(Turn turn, Rearmed rearmed)
    {
        Absolve(turn);
        turn.State = turn.State with
        {
            RearmedAt = turn.Now,
            StormSince = null,
            BackoffUntil = null,
            RestartsInRow = 0,
            RemindedAt = null,
            NotActingCode = "",
        };
        PauseRules.End(turn, new PauseEnded("rearmed", PauseRules.TaskStopId));       // whoever wants it restarted again wants it now
        turn.Because = new Reason("rearmed", $"rearmed by {rearmed.By}");
        turn.Clear(StormAlert);
        return true;
    }

    public static bool IsIneffective(ServicePolicy policy, ServiceState state, string cause)
    {
        foreach (var count in state.Ineffective)
        {
            if (count.Cause == cause) return count.Count >= policy.IneffectiveLimit;
        }

        return false;
    }

    public static string IneffectiveAlert(string cause) => $"ineffective/{cause}";

    public static Reason Ineffective(Turn turn, string cause, bool hard) => new(
        "ineffective",
        $"{turn.Policy.IneffectiveLimit} restarts did not help against {cause}; "
        + (hard ? $"one more try every {Words.Span(turn.Policy.HalfOpenEvery)}" : "held until another cause, or `watchdog rearm`"));

    /// <summary>A frozen process ends by SIGKILL, so with failure; a job that stops a sound one, with success.</summary>
    public static Reason Fused(UnitStatus unit) => new(
        EndAction,
        $"the unit has {unit.EndAction}, which a restart may set off for the whole machine: it is left to an operator, or take the setting out of the unit");

    private static Reason Storm(Turn turn) => new(
        "storm",
        $"the budget of {turn.Policy.Budget.Restarts} restarts in {Words.Span(turn.Policy.Budget.Within)} is spent; "
        + $"a service that serves nobody gets one try every {Words.Span(turn.Policy.HalfOpenEvery)}, `watchdog rearm {turn.Policy.Name}` closes the circuit");

    /// <summary>A hard cause gets one try an hour, never beyond the budget.</summary>
    private static bool HalfOpen(Turn turn, bool hard)
    {
        if (!hard) return false;

        var state = turn.State;
        if (StormRule.Spent(turn.Policy.Budget, state.Ledger, state.RearmedAt, turn.Now)) return false;
        return turn.Now >= NextTry(turn.Policy, state);
    }

    /// <summary>When the next half-open try is due: an hour after the last restart of ours, or after the circuit opened.</summary>
    public static TimeSpan NextTry(ServicePolicy policy, ServiceState state)
    {
        var last = state.StormSince ?? TimeSpan.MinValue;
        foreach (var start in state.Ledger)
        {
            if (start.Kind == StartKind.Ours && start.At > last) last = start.At;
        }

        return last == TimeSpan.MinValue ? last : last + policy.HalfOpenEvery;
    }
}
