namespace Watchdog.Core;

/// <summary>What a person should know although nothing is done about it; each said once while it stands.</summary>
internal static class AlertRules
{
    internal const string WhoStoppedIt = "who-stopped-it";
    internal const string EndedByItself = "ended";
    internal const string NotFound = "unit-not-found";
    private const string Unhealthy = "unhealthy";

    public static void Apply(Turn turn)
    {
        foreach (var check in turn.Policy.Checks) OfCheck(turn, check, turn.State.Check(check.Name));
        Blind(turn);
        OfUnit(turn);
        Remind(turn);
    }

    /// <summary>Whether it is known, and was told, that the check is unhealthy and no restart is configured for it.</summary>
    public static bool IsToldUnhealthy(ServiceState state, string check) => state.Alerted.Contains($"{Unhealthy}/{check}");

    private static void OfCheck(Turn turn, CheckPolicy policy, CheckState check)
    {
        Stand(turn, "flapping", policy.Name, AlertLevel.Warning, check.Flapping
            ? new Reason("flapping", $"{policy.Name} fails now and then, last: {check.Reason}")
            : null);
        Stand(turn, "restart-cannot-help", policy.Name, AlertLevel.Warning, check.AlertOnly && check.Failures >= policy.FailureThreshold
            ? new Reason("restart-cannot-help", $"{policy.Name}: {check.Reason}; no restart mends that")
            : null);
        Stand(turn, "not-ours", policy.Name, AlertLevel.Critical, check.AnsweredByAnother ? check.Diagnosis!.Reason : null);
        Stand(turn, "overloaded", policy.Name, AlertLevel.Warning, Bars(Meaning.Overloaded) ? CheckRules.Failing(check) : null);
        Stand(turn, "pool-held", policy.Name, AlertLevel.Warning, Bars(Meaning.PoolHeld) ? CheckRules.Failing(check) : null);
        Stand(turn, Unhealthy, policy.Name, AlertLevel.Warning, check.Unhealthy && policy.OnFailure != OnFailure.Restart
            ? new Reason(Unhealthy, $"{policy.Name}: {check.Reason}; configured to {(policy.OnFailure == OnFailure.Evidence ? "take evidence and restart nothing" : "alert only")}")
            : null);
        Stand(turn, "cannot-look", policy.Name, AlertLevel.Warning, turn.Now - check.UnknownSince >= turn.Policy.BlindAlertAfter && check.Reason.Code != DoubtRules.Code
            ? new Reason("cannot-look", $"{policy.Name} could not be looked at for {Words.Span(turn.Policy.BlindAlertAfter)}: {check.Reason}")
            : null);
        Stand(turn, "memory-high", policy.Name, AlertLevel.Warning, check.High is { } high ? new Reason("memory-high", $"{policy.Name}: {high}") : null);
        Stand(turn, "memory-climbs", policy.Name, AlertLevel.Warning, check.Trend is { } trend ? new Reason("memory-climbs", $"{policy.Name} {trend}") : null);

        bool Bars(Meaning meaning) => check.Unhealthy && check.Diagnosis?.Meaning == meaning;
    }

    private static void Blind(Turn turn)
    {
        var blind = turn.Now - turn.State.BlindSince >= turn.Policy.BlindAlertAfter;
        Stand(turn, "blind", "", AlertLevel.Critical, blind
            ? new Reason("blind", $"the service's manager cannot be asked for {Words.Span(turn.Now - turn.State.BlindSince.GetValueOrDefault())}: {turn.State.PhaseReason}")
            : null);
    }

    /// <summary>A unit that is not asked yet, or out of sight, takes nothing back: each start of ours would tell the same fact anew.</summary>
    private static void OfUnit(Turn turn)
    {
        if (turn.State.Unit is not { } unit) return;

        Stand(turn, WhoStoppedIt, "", AlertLevel.Warning, unit is { State: UnitState.Failed, Job: null, LastEnd: LastEnd.Unknown or LastEnd.None } && turn.State.Action is null
            ? new Reason(WhoStoppedIt, $"the unit has failed ({unit.Result}), and it cannot be told whether someone stopped it: not started")
            : null);
        Stand(turn, EndedByItself, "", AlertLevel.Warning, unit is { State: UnitState.Inactive, LastEnd: LastEnd.ByItself }
            ? new Reason(EndedByItself, "the service ended by itself, with success: not started")
            : null);
        Stand(turn, NotFound, "", AlertLevel.Warning, unit.State == UnitState.NotFound ? UnitRules.NotThere(unit) : null);

        // On the first day rather than in the night it matters.
        Stand(turn, HoldRules.EndAction, "", AlertLevel.Warning, unit.EndAction.Length > 0 ? HoldRules.Fused(unit) : null);
    }

    private static void Remind(Turn turn)
    {
        if (turn.State.Hold == Hold.None || !(turn.Now - turn.State.RemindedAt >= turn.Policy.RemindEvery)) return;

        turn.State = turn.State with { RemindedAt = turn.Now };
        turn.Decide(new Alert(AlertLevel.Critical, turn.State.PhaseReason with { Sentence = $"still held: {turn.State.PhaseReason.Sentence}" }) { IsReminder = true });
    }

    /// <summary>Raises, or takes back. Nothing stands and nothing stood in nearly every turn: that costs nothing.</summary>
    private static void Stand(Turn turn, string code, string check, AlertLevel level, Reason? reason)
    {
        if (reason is null && turn.State.Alerted.IsEmpty) return;

        var key = check.Length > 0 ? $"{code}/{check}" : code;
        if (reason is { } stands) turn.Raise(level, key, stands);
        else turn.Clear(key);
    }
}
