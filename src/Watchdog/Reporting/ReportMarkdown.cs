using System.Text;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>A report in Markdown, for a message or a wiki.</summary>
internal static class ReportMarkdown
{
    /// <param name="report">What is told.</param>
    /// <param name="zone">Whose clock.</param>
    /// <param name="most">Bytes; what goes beyond is left out, line by line from the end, and said.</param>
    public static string Of(Report report, TimeZoneInfo zone, int most = int.MaxValue)
    {
        var text = new StringBuilder();
        var left = most - 200;      // for the line that says so
        foreach (var line in Lines(report, zone))
        {
            left -= Encoding.UTF8.GetByteCount(line) + 1;
            if (left < 0)
            {
                text.Append("\n… too long for here: `watchdog report` has all of it\n");
                break;
            }

            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(Report report, TimeZoneInfo zone)
    {
        yield return $"# {Plain(report.Services.IsEmpty ? ReportWords.Nothing(report, zone) : report.Headline)}";
        yield return "";
        yield return $"{Plain(report.Host)}, {ReportWords.Minute(report.Since, zone)} to {ReportWords.Minute(report.Until, zone)}";
        foreach (var note in ReportNotes.OfJournal(report))
        {
            yield return "";
            yield return note;
        }

        if (report.Services.IsEmpty) yield break;

        yield return "";
        yield return "| service | available | down | incidents | restarts | answers in 50 %, 90 %, 99 % |";
        yield return "| --- | ---: | ---: | ---: | --- | --- |";
        foreach (var service in report.Services) yield return Row(service);
        foreach (var line in Incidents(report, zone)) yield return line;
        foreach (var line in Notes(report, zone)) yield return line;
    }

    private static string Row(ServiceReport service)
    {
        return $"| {Plain(service.Name)} | {ReportWords.Share(service.Availability)} | {(service.Down > TimeSpan.Zero ? Words.Span(service.Down) : "–")} | {service.Incidents} | {ReportWords.Restarts(service.Restarts)} | {(ReportWords.Answers(service) is { } answers ? Plain(answers) : "–")} |";
    }

    private static IEnumerable<string> Incidents(Report report, TimeZoneInfo zone)
    {
        if (report.Incidents.IsEmpty) yield break;

        yield return "";
        yield return "## Incidents";
        yield return "";
        foreach (var incident in report.Incidents)
        {
            yield return $"- **{Plain(incident.Service)}**, {ReportWords.Time(incident.Since, report, zone)}: {Plain(ReportWords.Outcome(incident))}; {ReportWords.Action(incident)}. "
                + $"{Plain($"{(incident.Cause.Length > 0 ? $"{incident.Cause}: " : "")}{incident.Reason}")}{(incident.Evidence is { } evidence ? $" (`watchdog evidence --open {evidence}`)" : "")}";
        }
    }

    private static IEnumerable<string> Notes(Report report, TimeZoneInfo zone)
    {
        var notes = report.Services.SelectMany(service => ReportNotes.Of(service, report, zone).Select(note => $"- **{Plain(service.Name)}**: {Plain(note)}")).ToArray();
        return notes.Length == 0 ? [] : ["", "## Also", "", .. notes];
    }

    /// <summary>One line in which nothing is markup.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in Words.Line(text, 500))
        {
            if (character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '&') plain.Append('\\');
            plain.Append(character);
        }

        return plain.ToString();
    }
}
