using System.Globalization;
using System.Text;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>One service: its share, its timeline, its figures, and what else is worth a line.</summary>
internal static class ReportHtmlService
{
    public static void Write(StringBuilder page, ServiceReport service, Report report, TimeZoneInfo zone)
    {
        var look = service.Availability switch
        {
            null => "soft",
            1 => "good",
            < 0.99 => "bad",
            _ => "",
        };
        page.Append(CultureInfo.InvariantCulture, $"<article class=\"card\">\n<div class=\"top\"><h3>{ReportHtml.Encode(service.Name)}</h3><span class=\"share figure {look}\">{ReportWords.Share(service.Availability)}</span></div>\n");
        ReportHtmlTimeline.Write(page, service, report, zone);
        page.Append("<dl class=\"facts\">\n");
        foreach (var (name, value) in Facts(service)) page.Append(CultureInfo.InvariantCulture, $"<div><dt>{ReportHtml.Encode(name)}</dt><dd>{ReportHtml.Encode(value)}</dd></div>\n");
        page.Append("</dl>\n");
        Notes(page, service, report, zone);
        page.Append("</article>\n");
    }

    private static IEnumerable<(string Name, string Value)> Facts(ServiceReport service)
    {
        yield return ("Down", service.Down > TimeSpan.Zero ? Words.Span(service.Down) : "never");
        yield return ("Incidents", service.Incidents.ToString("#,0", CultureInfo.InvariantCulture));
        yield return ("Restarts", ReportWords.Restarts(service.Restarts));
        if (service.TimeToDetect is { } detect) yield return ("Detected", ReportWords.Delay(detect));
        if (service.TimeToRecover is { } recover) yield return ("Recovered", ReportWords.Delay(recover));
        foreach (var check in service.Checks)
        {
            if (check.Latency is { } latency) yield return ($"{check.Name} answers in", Whole(ReportWords.Latency(latency)));
            if (check.Number is { } number) yield return (check.Name, ReportWords.Number(number));
        }
    }

    /// <summary>Breaks a line only after a comma, not between a figure and its unit.</summary>
    private static string Whole(string figures) => figures.Replace(' ', '\u00a0').Replace(",\u00a0", ", ", StringComparison.Ordinal);

    private static void Notes(StringBuilder page, ServiceReport service, Report report, TimeZoneInfo zone)
    {
        var notes = ReportNotes.Beside(service, report, zone).ToArray();
        if (notes.Length == 0) return;

        page.Append("<ul class=\"notes\">\n");
        foreach (var note in notes) page.Append(CultureInfo.InvariantCulture, $"<li>{ReportHtml.Encode(note)}</li>\n");
        page.Append("</ul>\n");
    }
}
