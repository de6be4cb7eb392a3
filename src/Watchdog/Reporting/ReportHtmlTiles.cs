using System.Globalization;
using System.Text;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>The figures of all services together.</summary>
internal static class ReportHtmlTiles
{
    public static void Write(StringBuilder page, Report report)
    {
        var down = new TimeSpan(report.Services.Sum(one => one.Down.Ticks));
        var restarts = new RestartCounts(report.Services.Sum(one => one.Restarts.Ours), report.Services.Sum(one => one.Restarts.Manager), report.Services.Sum(one => one.Restarts.Operator));
        var open = report.Incidents.Count(one => one.Outcome is IncidentOutcome.Open or IncidentOutcome.Held);
        var spared = report.Services.Sum(one => one.NearMisses + one.CalledOff);
        var withheld = report.Services.Sum(one => one.Withheld.Sum(reason => reason.Count));

        page.Append("<dl class=\"tiles\">\n");
        Tile(page, "Availability", ReportWords.Share(report.Availability), $"{Words.Count(report.Services.Length, "service")}, {(down > TimeSpan.Zero ? $"down {Words.Span(down)} in all" : "never down")}", report.Availability is 1 ? "good" : "");
        Tile(page, "Incidents", Number(report.IncidentCount), open > 0 ? $"{open} still open" : "none is open", open > 0 ? "bad" : "");
        Tile(page, "Restarts", Number(restarts.All), ReportWords.Restarts(restarts).Replace("its manager", "a manager", StringComparison.Ordinal), "");
        Tile(page, "Near misses", Number(spared), "well again, or called off", "");
        Tile(page, "Withheld", Number(withheld), "times a restart was not right", "");
        page.Append("</dl>\n");
    }

    private static void Tile(StringBuilder page, string name, string figure, string more, string look) => page.Append(CultureInfo.InvariantCulture,
        $"<div><dt>{name}</dt><dd{(look.Length > 0 ? $" class=\"{look}\"" : "")}>{ReportHtml.Encode(figure)}</dd><small>{ReportHtml.Encode(more)}</small></div>\n");

    private static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
