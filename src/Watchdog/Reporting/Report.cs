using System.Collections.Immutable;

namespace Watchdog.Reporting;

/// <summary>What happened in a period, from the journal. Durations are seconds and times UTC in its JSON.</summary>
public sealed record Report
{
    /// <summary>Of this form: a member that is added leaves it as it is.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary><c>2 incidents, 3 restarts, 99.87 % over 24 h</c></summary>
    public required string Headline { get; init; }

    /// <summary>Of all services together: <see cref="ServiceReport.Availability"/>, weighed by how long each was watched; null where nothing was.</summary>
    public double? Availability { get; init; }

    /// <summary>The worst first: by time down, then incidents, restarts and name.</summary>
    public ImmutableArray<ServiceReport> Services { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The newest first, <see cref="MostIncidents"/> at most.</summary>
    public ImmutableArray<IncidentReport> Incidents { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>All of them, also those that are not listed.</summary>
    public long IncidentCount { get; init; }

    /// <summary>Lines of the journal that could not be read.</summary>
    public int Skipped { get; init; }

    /// <summary>Lines of the journal that could not be written, of all services.</summary>
    public int Missing { get; init; }

    /// <summary>How many incidents are listed.</summary>
    public const int MostIncidents = 200;
}
