namespace Watchdog.Core;

/// <summary>One thing that happened to an incident, with all that a message about it needs. It is journaled, and told.</summary>
/// <param name="Incident">The incident's id: <c>20261121-222242-7f3a1c</c>.</param>
/// <param name="Number">Counts the steps of the incident from 1: with the id, a key that is the same after a crash.</param>
/// <param name="Event">What has happened.</param>
/// <param name="Level">How loud it is.</param>
/// <param name="Reason">Why; with the diagnosis, where there is one.</param>
public sealed record IncidentStep(string Incident, int Number, IncidentEvent Event, AlertLevel Level, Reason Reason)
{
    /// <summary>The check that led here, or <c>unit</c>; of a step that names none itself, that of the story; empty where none did.</summary>
    public string Cause { get => field ?? ""; init; } = "";

    /// <summary>When the trouble began: the first failed look of the row, or the end of the run.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When the incident was opened: from <see cref="Since"/> to here is the time to detect.</summary>
    public DateTimeOffset Opened { get; init; }

    /// <summary>From <see cref="Since"/> to this step; of a recovery, to when it was well again.</summary>
    public TimeSpan Lasted { get; init; }

    /// <summary>Ordered by us within this incident until now, and taken by its manager.</summary>
    public int Restarts { get; init; }

    /// <summary>How many restarts the budget still has.</summary>
    public int BudgetLeft { get; init; }

    /// <summary>The evidence bundle that belongs to this step; null for none.</summary>
    public string? Evidence { get; init; }

    /// <summary>What was in flight when it was last restarted within this incident; null for nothing, or nobody can tell.</summary>
    public string? Interrupted { get; init; }

    /// <summary>It says what came of our order: the restart failed, or its manager would not take it.</summary>
    public bool RestartFailed { get; init; }

    /// <summary>The same was done before in this story and a person knows of it (the hourly try of what is held, an order that its manager does not take): on record only.</summary>
    public bool Again { get; init; }
}
