using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Makes a report of a journal on the disk.</summary>
internal static class Reporter
{
    /// <summary>How far before the period it is looked for how things stood: the longest that a service can be paused.</summary>
    private static readonly TimeSpan s_leadIn = Core.PauseRules.Longest;

    /// <param name="journal">Its folder.</param>
    /// <param name="period">What to tell of.</param>
    /// <param name="known">The services that belong in it, whatever the journal has of them.</param>
    /// <param name="service">The one service, or a template; null for all.</param>
    /// <param name="host">The machine's name.</param>
    /// <param name="isWatched">Whether the configuration still has one of that name, or its template; null where nobody knows.</param>
    /// <param name="cancel">Ends it with an exception, at the latest after some hundred lines.</param>
    public static Report Make(string journal, Period period, IEnumerable<KnownService> known, string? service, string host, Func<string, bool>? isWatched, CancellationToken cancel)
    {
        var tally = new ReportTally(period, service, known, isWatched);
        var reader = new JournalReader(journal);
        var from = period.Since - DateTimeOffset.MinValue > s_leadIn ? period.Since - s_leadIn : DateTimeOffset.MinValue;
        reader.Stream(new JournalQuery { Since = from }, tally, period.Since, cancel);
        return tally.Tell(host, reader.Skipped);
    }
}
