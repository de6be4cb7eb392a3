namespace Watchdog.Core;

/// <summary>Carries a state's monotonic times over a reboot.</summary>
public static class StateRebase
{
    /// <summary>
    /// Moves every time by <paramref name="delta"/>, so that ages stay what they are on another boot's clock. The unit's own start time belongs to
    /// the old boot and is dropped; an action under way is kept: whether it was done is for the supervisor to find out.
    /// </summary>
    public static ServiceState Rebase(this ServiceState state, TimeSpan delta) => state with
    {
        PhaseSince = Move(state.PhaseSince, delta),
        Unit = state.Unit is null ? null : state.Unit with { StartedAt = null },
        StartedAt = Move(state.StartedAt, delta),
        FailureCleared = false,
        StoppingSince = null,
        BlindSince = Move(state.BlindSince, delta),
        Checks = [.. state.Checks.Select(check => Rebase(check, delta))],
        Ledger = [.. state.Ledger.Select(entry => entry with { At = Move(entry.At, delta) })],
        Action = state.Action is null ? null : state.Action with { Since = Move(state.Action.Since, delta) },
        Trial = state.Trial is null ? null : state.Trial with { At = Move(state.Trial.At, delta) },
        Ineffective = [.. state.Ineffective.Select(count => count with { At = Move(count.At, delta) })],
        BackoffUntil = Move(state.BackoffUntil, delta),
        HealthySince = Move(state.HealthySince, delta),
        StormSince = Move(state.StormSince, delta),
        RemindedAt = Move(state.RemindedAt, delta),
        RearmedAt = Move(state.RearmedAt, delta),
        StartExpectedUntil = Move(state.StartExpectedUntil, delta),
        Pauses = [.. state.Pauses.Select(pause => pause with { Until = Move(pause.Until, delta) })],
        Dependencies = [.. state.Dependencies.Select(down => down with { SeenAt = Move(down.SeenAt, delta) })],
        DependencyBackAt = Move(state.DependencyBackAt, delta),
        Busy = state.Busy is { } busy ? busy with { Since = Move(busy.Since, delta) } : null,
        Host = state.Host?.Rebase(delta),
        Incident = state.Incident?.Rebase(delta),
        EvidenceAt = Move(state.EvidenceAt, delta),
    };

    private static CheckState Rebase(CheckState check, TimeSpan delta) => check with
    {
        FailingSince = Move(check.FailingSince, delta),
        FailedAt = Move(check.FailedAt, delta),
        UnknownSince = Move(check.UnknownSince, delta),
        Diagnosis = check.Diagnosis is { } made ? made with { At = Move(made.At, delta) } : null,
        DiagnoseAt = Move(check.DiagnoseAt, delta),
    };

    internal static TimeSpan? Move(TimeSpan? time, TimeSpan delta) => time is { } set ? Move(set, delta) : null;

    /// <summary>Stops at the ends of the range: a file may hold any number.</summary>
    internal static TimeSpan Move(TimeSpan time, TimeSpan delta) =>
        new((long)Int128.Clamp((Int128)time.Ticks + delta.Ticks, long.MinValue, long.MaxValue));
}
