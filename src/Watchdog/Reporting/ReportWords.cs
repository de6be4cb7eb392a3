using System.Globalization;
using Watchdog.Config.Format;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>Figures of a report as they stand in a text, whatever its form.</summary>
internal static class ReportWords
{
    /// <summary><c>2 incidents, 3 restarts, 99.87 % over 24 h</c></summary>
    public static string Headline(Report report) =>
        $"{Words.Count(report.IncidentCount, "incident")}, {Words.Count(report.Services.Sum(one => one.Restarts.All), "restart")}, {Share(report.Availability)} over {Span(report.Until - report.Since)}";

    /// <summary><c>99.87 %</c>, rounded down, so that 100 % means all of it; <c>not watched</c> where nothing is known.</summary>
    public static string Share(double? share) => share is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((known * 1e5) + 1e-7) / 1e3:0.00#} %").Replace("100.00 %", "100 %", StringComparison.Ordinal)
        : "not watched";

    /// <summary>As a person says it of a period: <c>24 h</c>, <c>7 d</c>.</summary>
    public static string Span(TimeSpan span) =>
        Math.Abs((span - TimeSpan.FromDays(1)).TotalMinutes) < 1 ? "24 h" : Words.Span(span);

    /// <summary><c>24 h watched</c>, with what was left out: <c>paused 2 h, stopped 1 h, not seen 5 min</c>.</summary>
    public static string Watched(ServiceReport service)
    {
        var left = LeftOut(service).ToArray();
        return left.Length == 0 ? $"watched {Span(service.Watched)}" : $"watched {Span(service.Watched)}; {string.Join(", ", left)}";
    }

    /// <summary>Local time, short: the day only where the period is longer than one.</summary>
    public static string Time(DateTimeOffset at, Report report, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(report.Until - report.Since > TimeSpan.FromDays(1) ? "MMM d, HH:mm:ss" : "HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-20 08:00</c></summary>
    public static string Minute(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>2 ours, 1 by its manager</c>; <c>none</c></summary>
    public static string Restarts(RestartCounts restarts)
    {
        var parts = new List<string>();
        if (restarts.Ours > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{restarts.Ours:#,0} ours"));
        if (restarts.Manager > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{restarts.Manager:#,0} by its manager"));
        if (restarts.Operator > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{restarts.Operator:#,0} by an operator"));
        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    /// <summary><c>12 ms, 18 ms, 250 ms (deepHealth)</c>, in 50, 90 and 99 % of its looks; of liveness without its name; null where nothing has any time.</summary>
    public static string? Answers(ServiceReport service) => service.Answering is { Latency: { } latency } check
        ? $"{Words.Span(latency.P50)}, {Words.Span(latency.P90)}, {Words.Span(latency.P99)}{(check.Name == CheckDefaults.Liveness ? "" : $" ({check.Name})")}"
        : null;

    /// <summary><c>12 ms, 90 % 18 ms, 99 % 250 ms</c></summary>
    public static string Latency(LatencyReport latency) =>
        $"{(latency.Approximate ? "about " : "")}{Words.Span(latency.P50)}, 90 % {Words.Span(latency.P90)}, 99 % {Words.Span(latency.P99)}";

    /// <summary><c>peak 1.2 GiB, last 900 MiB, +12 MiB/h since its start</c>; <c>steady</c> is less than a twentieth in a day.</summary>
    public static string Number(NumberReport number)
    {
        var slope = number.PerHour switch
        {
            null => "",
            var perHour when Math.Abs(perHour.Value) * 24 < 0.05 * number.Peak => ", steady",
            var perHour => $", {(perHour < 0 ? "−" : "+")}{Words.Size((long)Math.Abs(perHour.Value))}/h since its start",
        };
        return $"peak {Words.Size(Bytes(number.Peak))}, last {Words.Size(Bytes(number.Last))}{slope}";
    }

    /// <summary><c>after 12 s, 40 s at most</c>; <c>at once</c></summary>
    public static string Delay(MeanAndMost delay) => delay.Mean == delay.Most ? Delay(delay.Mean) : $"{Delay(delay.Mean)}, {Words.Span(delay.Most)} at most";

    public static string Delay(TimeSpan delay) => delay > TimeSpan.Zero ? $"after {Words.Span(delay)}" : "at once";

    public static string Outcome(IncidentReport incident) => incident.Outcome switch
    {
        IncidentOutcome.Open => $"open for {Words.Span(incident.Lasted)}",
        IncidentOutcome.Held => $"HELD for {Words.Span(incident.Lasted)}: watchdog rearm {incident.Service}",
        IncidentOutcome.Ended => $"ended after {Words.Span(incident.Lasted)}: {incident.End?.Sentence ?? "not well"}",
        IncidentOutcome.Noted => "told, and over",
        _ => $"recovered after {Words.Span(incident.Lasted)}",
    };

    /// <summary><c>restarted twice; down for 40 s</c></summary>
    public static string Action(IncidentReport incident)
    {
        var done = incident.Restarts switch
        {
            0 => "nothing was restarted",
            var count => $"restarted {Words.Times(count)}",
        };
        return incident.Down > TimeSpan.Zero ? $"{done}; down for {Words.Span(incident.Down)}" : $"{done}; not down";
    }

    /// <summary>With a capital and a full stop.</summary>
    public static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}.";

    /// <summary>Why the report is empty, as the whole of it.</summary>
    public static string Nothing(Report report, TimeZoneInfo zone) => $"nothing was recorded since {Minute(report.Since, zone)}";

    private static IEnumerable<string> LeftOut(ServiceReport service)
    {
        // A pass is told every few minutes: the last ones before the period ends, or of a service that has just begun, are not worth a word.
        foreach (var (time, word) in new[] { (service.Paused, "paused"), (service.Stopped, "stopped"), (service.Blind, "could not be looked at"), (service.Unwatched, "no watchdog ran for") })
        {
            if (time >= TimeSpan.FromSeconds(1)) yield return $"{word} {Words.Span(time)}";
        }
    }

    private static long Bytes(double number) => number is >= 0 and < long.MaxValue ? (long)number : 0;
}
