namespace Watchdog.Journal;

/// <summary>Which entries to read.</summary>
internal sealed record JournalQuery
{
    /// <summary>Only this service's; null for all.</summary>
    public string? Service { get; init; }

    /// <summary>Only from then on; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = int.MaxValue;
}
