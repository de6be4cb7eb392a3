using Watchdog.Config;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Takes a journal in, line by line, and tells what it comes to. What it holds grows with services and checks, not with lines.</summary>
internal sealed class ReportTally : IJournalSink
{
    private readonly Period _period;
    private readonly string? _only;
    private readonly Dictionary<string, ServiceTally> _services = new(Utf8Names.Instance);
    private readonly Dictionary<string, ServiceTally>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private readonly Func<string, bool>? _isWatched;
    private int _missing;

    /// <param name="period">What is told of.</param>
    /// <param name="only">The one service, or the template whose instances; null for all.</param>
    /// <param name="known">The services that are told of in any case.</param>
    /// <param name="isWatched">Whether the configuration still has one of that name, or its template; null where nobody knows.</param>
    public ReportTally(Period period, string? only, IEnumerable<KnownService> known, Func<string, bool>? isWatched)
    {
        (_period, _only, _isWatched) = (period, only, isWatched);
        _byBytes = _services.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var service in known) _services[service.Name] = new ServiceTally(service.Name, period, service);
    }

    public void Take(in PassLine passes)
    {
        if (passes.At >= _period.Until) return;
        if (!_byBytes.TryGetValue(passes.Service, out var tally)) _byBytes[passes.Service] = tally = new ServiceTally(Utf8Names.Instance.Create(passes.Service), _period);
        tally.Take(passes);
    }

    public void Take(JournalEntry entry)
    {
        if (entry.At >= _period.Until) return;
        if (entry.Missing is { } missing && _period.Has(entry.At)) _missing += missing;
        if (!_services.TryGetValue(entry.Service, out var tally)) _services[entry.Service] = tally = new ServiceTally(entry.Service, _period);
        tally.Take(entry);
    }

    public Report Tell(string host, int skipped)
    {
        var chosen = _services.Values.Where(service => _only is null || ServiceNames.IsMeant(service.Name, _only)).ToArray();
        var told = chosen.Select(service => (Report: service.Tell(isGone: _isWatched?.Invoke(service.Name) == false), service.HasAnything, service.IsKnown, service.Incidents)).Where(one => one.HasAnything || one.IsKnown).ToArray();
        if (!told.Any(one => one.HasAnything)) told = [];       // nothing was recorded
        var services = told.Select(one => one.Report)
            .OrderByDescending(one => one.Down).ThenByDescending(one => one.Incidents).ThenByDescending(one => one.Restarts.All)
            .ThenBy(one => one.Name, StringComparer.Ordinal).ToArray();
        var (watched, down) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var service in services.Where(one => one.Availability is not null)) (watched, down) = (watched + service.Watched, down + service.Down);
        var report = new Report
        {
            Host = host,
            Since = _period.Since,
            Until = _period.Until,
            Headline = "",
            Availability = watched > TimeSpan.Zero ? (watched - down) / watched : null,
            Services = [.. services],
            Incidents = [.. told.SelectMany(one => one.Incidents).OrderByDescending(one => one.Opened).ThenBy(one => one.Id, StringComparer.Ordinal).Take(Report.MostIncidents)],
            IncidentCount = services.Sum(one => one.Incidents),
            Skipped = skipped,
            Missing = _missing,
        };
        return report with { Headline = ReportWords.Headline(report) };
    }
}
