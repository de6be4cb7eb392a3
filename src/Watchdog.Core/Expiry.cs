namespace Watchdog.Core;

/// <summary>What ends by time alone, and when the next such thing is due.</summary>
public static class Expiry
{
    /// <summary>When a <see cref="Tick"/> is due next, monotonic; null when nothing waits for time.</summary>
    public static TimeSpan? NextDue(ServicePolicy policy, ServiceState state, TimeSpan now)
    {
        var next = TimeSpan.MaxValue;

        // Also one that is due already: a stale input, which applies nothing, may have come between.
        foreach (var pause in state.Pauses) next = pause.Until < next ? pause.Until : next;
        if (state.Host is { } host && DoubtRules.Due(policy, host) is { } spent) Take(spent);
        if (state.Host?.Held is { } held) Take(held.Until);
        if (state.Action is { } action) Take(action.Since + ActionRules.Lost);
        if (state.BlindSince is { } blind) Take(blind + policy.BlindAlertAfter);
        if (Gate.IsOpen(policy, state, now)) Take(Gate.Ends(policy, state));
        if (state.Trial is not null && policy.Checks.IsEmpty) Take(state.StartedAt + TrialRules.ProvenByStanding);
        if (state.Trial is { Carried: false } trial) Take(trial.At + TrialRules.Patience);
        if (state.HealthySince is { } healthy && HasHistory(state)) Take(healthy + policy.CalmAfter);
        if (state.RemindedAt is { } reminded && state.Hold != Hold.None) Take(reminded + policy.RemindEvery);
        if (state.Unit is { IsMissed: true })
        {
            if (state.BackoffUntil is { } backoff) Take(backoff);
            if (state.Hold != Hold.None && HoldRules.NextTry(policy, state) is var due && due > TimeSpan.MinValue) Take(due);
            if (state.Hold == Hold.Storm && Room(policy, state, now) is { } room) Take(room);
        }

        return next == TimeSpan.MaxValue ? null : next;

        void Take(TimeSpan due)
        {
            if (due > now && due < next) next = due;
        }
    }

    /// <summary>All is well and has been for long: time alone changes nothing, so that an input which changed nothing needs no further rule.</summary>
    internal static bool NothingWaits(ServiceState state)
    {
        if (state.HealthySince is null || HasHistory(state)) return false;
        if (!state.Pauses.IsEmpty || state.Trial is not null || !state.Alerted.IsEmpty || state.Host?.Doubt is { Silences: true }) return false;
        foreach (var check in state.Checks)
        {
            if (check.UnknownSince is not null) return false;
        }

        return true;
    }

    internal static void Apply(Turn turn)
    {
        PauseRules.Expire(turn);
        if (turn.State.Action is { } action && turn.Now - action.Since >= ActionRules.Lost)
        {
            turn.State = turn.State with { Action = null, Epoch = turn.State.Epoch + 1 };
            turn.Because = new Reason("action-lost", $"no word of the action for {Words.Span(ActionRules.Lost)}");
        }

        DoubtRules.Expire(turn);
        if (turn.State.BackoffUntil <= turn.Now) turn.State = turn.State with { BackoffUntil = null };

        // Not before the unit was seen: while we were away nobody looked.
        var calm = turn.Now - turn.State.HealthySince >= turn.Policy.CalmAfter && turn.State.Unit is not null;
        if (calm && HasHistory(turn.State)) Calm(turn);
    }

    /// <summary>Ten healthy minutes: whatever happened before is over.</summary>
    private static void Calm(Turn turn)
    {
        if (turn.State.StormSince is not null)
        {
            var reason = new Reason("storm-over", $"healthy for {Words.Span(turn.Policy.CalmAfter)}: the circuit is closed again");
            turn.Because = reason;
            turn.Decide(new Alert(AlertLevel.Info, reason));
        }

        HoldRules.Absolve(turn);
        turn.State = turn.State with { RestartsInRow = 0, BackoffUntil = null, StormSince = null, RemindedAt = null };
        turn.Clear(HoldRules.StormAlert);
    }

    internal static bool HasHistory(ServiceState state) =>
        state.RestartsInRow > 0 || state.StormSince is not null || !state.Ineffective.IsEmpty;

    /// <summary>When the budget's window next has room.</summary>
    private static TimeSpan? Room(ServicePolicy policy, ServiceState state, TimeSpan now)
    {
        foreach (var start in state.Ledger)
        {
            if (start.Counts && start.At + policy.Budget.Within > now) return start.At + policy.Budget.Within;
        }

        return null;
    }
}
