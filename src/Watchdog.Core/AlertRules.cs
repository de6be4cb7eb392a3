namespace Watchdog.Core;

/// <summary>What a person should know although nothing is done about it; each said once while it stands.</summary>
internal static class AlertRules
{
    public static void Apply(Turn turn)
    {
        foreach (var check in turn.Policy.Checks) OfCheck(turn, check, turn.State.Check(check.Name));
        Blind(turn);
        Ended(turn);
        Remind(turn);
    }

    private static void OfCheck(Turn turn, CheckPolicy policy, CheckState check)
    {
        Stand(turn, check.Flapping, $"flapping/{policy.Name}", AlertLevel.Warning,
            new Reason("flapping", $"{policy.Name} fails now and then, last: {check.Reason}"));
        Stand(turn, check.AlertOnly && check.Failures >= policy.FailureThreshold, $"restart-cannot-help/{policy.Name}", AlertLevel.Warning,
            new Reason("restart-cannot-help", $"{policy.Name}: {check.Reason}; no restart mends that"));
        Stand(turn, check.Unhealthy && policy.OnFailure != OnFailure.Restart, $"unhealthy/{policy.Name}", AlertLevel.Warning,
            new Reason("unhealthy", $"{policy.Name}: {check.Reason}; configured to alert only"));
        Stand(turn, turn.Now - check.UnknownSince >= turn.Policy.BlindAlertAfter, $"cannot-look/{policy.Name}", AlertLevel.Warning,
            new Reason("cannot-look", $"{policy.Name} could not be looked at for {Words.Span(turn.Policy.BlindAlertAfter)}: {check.Reason}"));
    }

    private static void Blind(Turn turn)
    {
        var blind = turn.Now - turn.State.BlindSince >= turn.Policy.BlindAlertAfter;
        Stand(turn, blind, "blind", AlertLevel.Critical,
            new Reason("blind", $"the service's manager cannot be asked for {Words.Span(turn.Now - turn.State.BlindSince.GetValueOrDefault())}: {turn.State.PhaseReason}"));
    }

    private static void Ended(Turn turn)
    {
        var unit = turn.State.Unit;
        Stand(turn, unit is { State: UnitState.Failed, LastEnd: LastEnd.Unknown or LastEnd.None }, "who-stopped-it", AlertLevel.Warning,
            new Reason("who-stopped-it", $"the unit has failed ({unit?.Result}), and it cannot be told whether someone stopped it: not started"));
        Stand(turn, unit is { State: UnitState.Inactive, LastEnd: LastEnd.ByItself }, "ended", AlertLevel.Warning,
            new Reason("ended", "the service ended by itself, with success: not started"));
        Stand(turn, unit is { State: UnitState.NotFound }, "unit-not-found", AlertLevel.Warning,
            new Reason("unit-not-found", $"the manager knows no such unit {unit?.SubState}".TrimEnd()));
    }

    private static void Remind(Turn turn)
    {
        if (turn.State.Hold == Hold.None || !(turn.Now - turn.State.RemindedAt >= turn.Policy.RemindEvery)) return;

        turn.State = turn.State with { RemindedAt = turn.Now };
        turn.Decide(new Alert(AlertLevel.Critical, turn.State.PhaseReason with { Sentence = $"still held: {turn.State.PhaseReason.Sentence}" }));
    }

    private static void Stand(Turn turn, bool stands, string key, AlertLevel level, Reason reason)
    {
        if (stands) turn.Raise(level, key, reason);
        else turn.Clear(key);
    }
}
