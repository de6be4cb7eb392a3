using System.Globalization;
using System.Text;

namespace Watchdog.Reporting;

/// <summary>A period as a strip. What differs in colour differs in height as well: a slim bar is well, a full one is down, half a one is left out.</summary>
internal static class ReportHtmlTimeline
{
    private const int Width = 1440, Height = 26;

    public static void Write(StringBuilder page, ServiceReport service, Report report, TimeZoneInfo zone)
    {
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{ReportHtml.Encode(Words(service))}\">");
        foreach (var stretch in service.Timeline)
        {
            var (x, end) = (At(stretch.From, report), At(stretch.To, report));
            var (y, height) = Shape(stretch.Standing);
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"{Class(stretch.Standing)}\" x=\"{x:0.#}\" y=\"{y}\" width=\"{end - x:0.#}\" height=\"{height}\"><title>{Name(stretch.Standing)}, {ReportHtml.Encode($"{ReportWords.Minute(stretch.From, zone)} to {ReportWords.Minute(stretch.To, zone)}")}</title></rect>");
        }

        page.Append("</svg>\n");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"axis\"><span>{ReportWords.Minute(report.Since, zone)}</span><span>{ReportWords.Minute(report.Until, zone)}</span></div>\n");
    }

    /// <summary>Of what there is.</summary>
    public static void Legend(StringBuilder page, Report report)
    {
        page.Append("<ul class=\"legend\">");
        foreach (var standing in Enum.GetValues<Standing>())
        {
            if (!report.Services.Any(service => service.Timeline.Any(stretch => stretch.Standing == standing))) continue;
            var (y, height) = Shape(standing);
            page.Append(CultureInfo.InvariantCulture, $"<li><svg viewBox=\"0 0 14 26\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"{Class(standing)}\" y=\"{y}\" width=\"14\" height=\"{height}\"/></svg>{Name(standing)}</li>");
        }

        page.Append("</ul>\n");
    }

    private static string Words(ServiceReport service) => $"{service.Name}: {ReportWords.Share(service.Availability)}; {ReportWords.Watched(service)}";

    private static double At(DateTimeOffset at, Report report) => (at - report.Since) / (report.Until - report.Since) * Width;

    private static (int Y, int Height) Shape(Standing standing) => standing switch
    {
        Standing.Up => (9, 8),
        Standing.Down => (0, 26),
        Standing.Unwatched => (11, 4),
        _ => (6, 14),
    };

    private static string Class(Standing standing) => standing.ToString().ToLowerInvariant();

    private static string Name(Standing standing) => standing switch
    {
        Standing.Up => "well",
        Standing.Down => "down",
        Standing.Paused => "paused",
        Standing.Stopped => "stopped, or not there",
        Standing.Blind => "could not be looked at",
        _ => "no watchdog",
    };
}
