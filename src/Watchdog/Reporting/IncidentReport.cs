using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>One story of trouble, as its steps tell it.</summary>
public sealed record IncidentReport
{
    public required string Id { get; init; }

    public required string Service { get; init; }

    /// <summary>The check, or <c>unit</c>, that <see cref="Reason"/> is of; empty where none led there.</summary>
    public required string Cause { get; init; }

    /// <summary>Why it was opened, or, where a restart was ordered, why that: with the diagnosis.</summary>
    public required Reason Reason { get; init; }

    /// <summary>The loudest that was told.</summary>
    public AlertLevel Level { get; init; }

    /// <summary>The first failed look, or the end of the run.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Opened { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? Ended { get; init; }

    public required IncidentOutcome Outcome { get; init; }

    /// <summary>Why it was over; null while it is open.</summary>
    public Reason? End { get; init; }

    /// <summary>How much of it the service was <see cref="Standing.Down"/>, also before the period.</summary>
    public TimeSpan Down { get; init; }

    /// <summary>From <see cref="Since"/> to its end, or to the end of the period.</summary>
    public TimeSpan Lasted { get; init; }

    /// <summary>Ordered by us.</summary>
    public int Restarts { get; init; }

    /// <summary>What happened, the first <see cref="MostSteps"/> steps and the last.</summary>
    public ImmutableArray<IncidentReportStep> Steps { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The latest evidence bundle; <c>watchdog evidence --open ID</c> shows it. Null for none.</summary>
    public string? Evidence { get; init; }

    public const int MostSteps = 20;
}

/// <param name="At">When.</param>
/// <param name="Event">What has happened.</param>
/// <param name="Reason">Why.</param>
public sealed record IncidentReportStep(DateTimeOffset At, IncidentEvent Event, Reason Reason);

public enum IncidentOutcome
{
    /// <summary>Not over yet.</summary>
    Open,

    /// <summary>Not over, and nothing more is done until somebody acts.</summary>
    Held,

    Recovered,

    /// <summary>Over without having become well: someone has stopped the service, or it is not there. <see cref="IncidentReport.End"/> tells.</summary>
    Ended,

    /// <summary>It was over as it was told: one process killed for lack of memory, a pause whose owner had gone.</summary>
    Noted,
}
