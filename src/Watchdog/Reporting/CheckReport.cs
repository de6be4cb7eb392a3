namespace Watchdog.Reporting;

/// <summary>One check in the period.</summary>
public sealed record CheckReport
{
    public required string Name { get; init; }

    public long Passes { get; init; }

    /// <summary>Failed looks that changed anything: all below the threshold, and those of an incident as far as they were journaled.</summary>
    public long Failures { get; init; }

    /// <summary>Of the looks that passed; null for a check that asks for no time (memory, a number that rides along).</summary>
    public LatencyReport? Latency { get; init; }

    /// <summary>For a number that has a limit (memory: bytes); null for others.</summary>
    public NumberReport? Number { get; init; }
}

/// <summary>Percentiles are right within 10 %.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P90">Nine of ten.</param>
/// <param name="P99">99 of 100.</param>
/// <param name="Most">The longest.</param>
/// <param name="Approximate">Some of it is told by its shortest and longest alone (lines of an older version).</param>
public sealed record LatencyReport(TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Most, bool Approximate);

/// <param name="Last">The latest.</param>
/// <param name="Peak">The highest.</param>
/// <param name="PerHour">How fast it has grown since the last start: the slope of a straight line through all, an hour at least; null where that says nothing.</param>
/// <param name="Warning">What was said of a steady climb that still stands (<c>memory reaches 2000 MiB in about 3 h</c>).</param>
public sealed record NumberReport(double Last, double Peak, double? PerHour, string? Warning);
