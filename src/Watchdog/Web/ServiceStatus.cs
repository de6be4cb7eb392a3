using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>One service, for people and scripts. Times are wall-clock UTC, durations seconds.</summary>
public sealed record ServiceStatus
{
    public required string Name { get; init; }

    /// <summary>The manager's name for it: <c>hermes-webui.service</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Of systemd <c>system</c> or <c>user</c>, else the key of the manager: <c>launchd</c>, <c>process</c>, …</summary>
    public required string Scope { get; init; }

    public required Phase Phase { get; init; }

    public required Hold Hold { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Why it is in this phase.</summary>
    public required Reason Reason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The run of the unit that was last seen; empty before the first.</summary>
    public required string Instance { get; init; }

    public required ImmutableArray<CheckStatus> Checks { get; init; }

    public required LedgerStatus Ledger { get; init; }

    /// <summary>Null before the first.</summary>
    public LastDecision? LastDecision { get; init; }

    /// <summary>Since when the restart budget is spent; null while it is not.</summary>
    public DateTimeOffset? StormSince { get; init; }

    /// <summary>Until when it is paused, by what lasts longest; null while it is not.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>What keeps it paused now.</summary>
    public ImmutableArray<PauseStatus> Pauses { get; init; } = [];

    /// <summary>The recovery that is under way, or waits; null while there is none.</summary>
    public ServiceTask? Task { get; init; }

    /// <summary>The id of the evidence that was taken last; null for none. It may be gone by now.</summary>
    public string? Evidence { get; init; }

    /// <summary>What was wrong with what was saved of it, or null.</summary>
    public string? Problem { get; init; }
}

/// <param name="Name">The check.</param>
/// <param name="Verdict">By its own thresholds.</param>
/// <param name="Reason">Why it is not healthy; null while it is.</param>
/// <param name="LastLatencyMs">Of the last look, in milliseconds; null before the first.</param>
/// <param name="Failures">In a row.</param>
public sealed record CheckStatus(string Name, Verdict Verdict, Reason? Reason, double? LastLatencyMs, int Failures);

/// <param name="Restarts">Starts within the window that spend budget.</param>
/// <param name="Budget">How many are allowed in it.</param>
/// <param name="Within">The window.</param>
/// <param name="NextPossible">When the next restart may be; null for now.</param>
public sealed record LedgerStatus(int Restarts, int Budget, TimeSpan Within, DateTimeOffset? NextPossible);

/// <param name="Kind">What ends it before its time.</param>
/// <param name="Because">What for, and by whom.</param>
/// <param name="Until">When it is over.</param>
public sealed record PauseStatus(PauseKind Kind, string Because, DateTimeOffset Until);

/// <param name="At">When.</param>
/// <param name="Kind">As in the journal: <c>restart</c>, <c>not-acting</c>, …</param>
/// <param name="Reason">Why.</param>
public sealed record LastDecision(DateTimeOffset At, string Kind, Reason Reason);
