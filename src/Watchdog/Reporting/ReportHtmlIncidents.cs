using System.Globalization;
using System.Text;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Each incident with cause, action and the command that shows its evidence.</summary>
internal static class ReportHtmlIncidents
{
    public static void Write(StringBuilder page, Report report, TimeZoneInfo zone)
    {
        page.Append("<section aria-labelledby=\"incidents\">\n<h2 id=\"incidents\">Incidents</h2>\n");
        if (report.Incidents.IsEmpty) page.Append("<p class=\"soft\">There was none.</p>\n");
        foreach (var incident in report.Incidents) Write(page, incident, report, zone);
        var more = report.IncidentCount - report.Incidents.Length;
        if (more > 0) page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{more:#,0} more, further back.</p>\n");
        page.Append("</section>\n");
    }

    private static void Write(StringBuilder page, IncidentReport incident, Report report, TimeZoneInfo zone)
    {
        var cause = incident.Cause.Length > 0 ? $"{incident.Cause}: " : "";
        page.Append(CultureInfo.InvariantCulture, $"""
            <article class="card incident {incident.Outcome.ToString().ToLowerInvariant()}">
            <div class="top"><h3>{ReportHtml.Encode(incident.Service)} <span class="soft">· {ReportHtml.Time(incident.Since, report, zone)}</span></h3><span class="badge">{ReportHtml.Encode(Badge(incident))}</span></div>
            <p>{ReportHtml.Encode($"{cause}{incident.Reason}")}</p>
            <p class="soft">{ReportHtml.Encode(ReportWords.Sentence(ReportWords.Action(incident)))} Detected {ReportHtml.Encode(ReportWords.Delay(incident.Opened - incident.Since))}.</p>

            """);
        if (incident.Outcome == IncidentOutcome.Held) page.Append(CultureInfo.InvariantCulture, $"<p>Taken up again by <code>watchdog rearm {ReportHtml.Encode(incident.Service)}</code></p>\n");
        if (incident.Evidence is { } evidence) page.Append(CultureInfo.InvariantCulture, $"<p>Evidence: <code>watchdog evidence --open {ReportHtml.Encode(evidence)}</code></p>\n");
        Steps(page, incident, report, zone);
        page.Append("</article>\n");
    }

    private static void Steps(StringBuilder page, IncidentReport incident, Report report, TimeZoneInfo zone)
    {
        page.Append(CultureInfo.InvariantCulture, $"<details><summary>{Words.Count(incident.Steps.Length, "step")}, incident {ReportHtml.Encode(incident.Id)}</summary>\n<ol class=\"steps\">\n");
        foreach (var step in incident.Steps)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{ReportHtml.Time(step.At, report, zone)}<span><b>{EntryText.Event(step.Event)}</b> {ReportHtml.Encode(step.Reason.ToString())}</span></li>\n");
        }

        page.Append("</ol></details>\n");
    }

    private static string Badge(IncidentReport incident) => incident.Outcome switch
    {
        IncidentOutcome.Held => $"held, for {Core.Words.Span(incident.Lasted)}",
        IncidentOutcome.Ended => $"ended after {Core.Words.Span(incident.Lasted)}",
        _ => ReportWords.Outcome(incident),
    };
}
