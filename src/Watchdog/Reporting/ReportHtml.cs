using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Text;

namespace Watchdog.Reporting;

/// <summary>
/// A report as one page: no script, nothing from elsewhere (its own policy forbids it), readable on a phone. Whatever comes from the journal is text to it.
/// </summary>
internal static class ReportHtml
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string s_style = Style();

    private static readonly string s_styleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_style)));

    public static string Of(Report report, TimeZoneInfo zone)
    {
        var page = new StringBuilder(64 << 10);
        Head(page, report, zone);
        if (report.Services.IsEmpty)
        {
            page.Append("</header>\n");
        }
        else
        {
            ReportHtmlTiles.Write(page, report);
            page.Append("</header>\n<main>\n");
            Services(page, report, zone);
            ReportHtmlIncidents.Write(page, report, zone);
            page.Append("</main>\n");
        }

        Foot(page, report, zone);
        return page.ToString();
    }

    /// <summary>As text within an element or a quoted attribute.</summary>
    public static string Encode(string text) => s_encoder.Encode(text);

    /// <summary>With the exact time for machines, and on hovering.</summary>
    public static string Time(DateTimeOffset at, Report report, TimeZoneInfo zone) =>
        $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{Encode(ReportWords.Time(at, report, zone))}</time>";

    private static void Head(StringBuilder page, Report report, TimeZoneInfo zone)
    {
        var title = report.Services.IsEmpty ? ReportWords.Nothing(report, zone) : report.Headline;
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{s_styleHash}'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>{Encode(report.Host)}: {Encode(title)}</title>
            <style>{s_style}</style>
            </head>
            <body>
            <header>
            <p class="kicker">Watchdog report · {Encode(report.Host)}</p>
            <h1>{Encode(title)}</h1>
            <p class="soft"><time datetime="{report.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}">{ReportWords.Minute(report.Since, zone)}</time> to <time datetime="{report.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}">{ReportWords.Minute(report.Until, zone)}</time> ({Encode(zone.Id)})</p>

            """);
    }

    private static void Services(StringBuilder page, Report report, TimeZoneInfo zone)
    {
        page.Append("<section aria-labelledby=\"services\">\n<h2 id=\"services\">Services</h2>\n");
        ReportHtmlTimeline.Legend(page, report);
        foreach (var service in report.Services) ReportHtmlService.Write(page, service, report, zone);
        page.Append("</section>\n");
    }

    private static void Foot(StringBuilder page, Report report, TimeZoneInfo zone)
    {
        page.Append("<footer>\n");
        foreach (var note in ReportNotes.OfJournal(report)) page.Append(CultureInfo.InvariantCulture, $"<p>{Encode(note)}</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>How this is counted</h2>
            <p>Availability is the share of the watched time in which a service was up. Down is from the first failed look of a row that was long enough to count (or from the end of a run that nobody asked for, or the order of a restart) until all is well again, or the new run is active. Failures that no restart mends, warnings and memory over its limit are no time down.</p>
            <p>Time that was paused, stopped by someone, out of sight, or without a watchdog is left out of it. In a timeline any part of a stretch that was down makes all of it red. Percentiles are right within 10&#160;%.</p>
            <p>Written {ReportWords.Minute(report.Until, zone)}. The list behind it: <code>watchdog history</code></p>
            </footer>
            </body>
            </html>

            """);
    }

    private static string Style()
    {
        using var stream = typeof(ReportHtml).Assembly.GetManifestResourceStream("report.css") ?? throw new InvalidOperationException("the style of the report is not built in");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
