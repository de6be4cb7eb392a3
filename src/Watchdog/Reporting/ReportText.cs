using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>A report for a terminal: a table with the worst first, then each incident, then what else is worth a line.</summary>
internal static class ReportText
{
    private const int MostListed = 20;

    private static readonly string[] s_head = ["service", "available", "down", "incidents", "restarts", "answers in 50, 90, 99 %", "memory peak"];

    public static void Write(Report report, TextWriter output, TimeZoneInfo zone)
    {
        if (report.Services.IsEmpty)
        {
            output.WriteLine(ReportWords.Nothing(report, zone));
            Journal(report, output);
            return;
        }

        output.WriteLine(report.Headline);
        output.WriteLine($"{report.Host}, {ReportWords.Minute(report.Since, zone)} to {ReportWords.Minute(report.Until, zone)}");
        output.WriteLine();
        Table(report, output);
        Incidents(report, output, zone);
        Notes(report, output, zone);
        Journal(report, output);
    }

    private static void Journal(Report report, TextWriter output)
    {
        var notes = ReportNotes.OfJournal(report).ToArray();
        if (notes.Length > 0) output.WriteLine();
        foreach (var note in notes) output.WriteLine(note);
    }

    private static void Table(Report report, TextWriter output)
    {
        var rows = report.Services.Select(Row).Prepend(s_head).ToList();
        var widths = Enumerable.Range(0, s_head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Row(ServiceReport service) =>
    [
        service.Name,
        ReportWords.Share(service.Availability),
        service.Down > TimeSpan.Zero ? Words.Span(service.Down) : "-",
        service.Incidents > 0 ? service.Incidents.ToString("#,0", CultureInfo.InvariantCulture) : "-",
        service.Restarts.All > 0 ? ReportWords.Restarts(service.Restarts) : "-",
        ReportWords.Answers(service) ?? "-",
        service.Checks.Select(check => check.Number).FirstOrDefault(one => one is not null) is { } number ? Words.Size((long)number.Peak) : "-",
    ];

    private static void Incidents(Report report, TextWriter output, TimeZoneInfo zone)
    {
        if (report.Incidents.IsEmpty) return;

        output.WriteLine();
        output.WriteLine("Incidents, the newest first");
        foreach (var incident in report.Incidents.Take(MostListed))
        {
            output.WriteLine($"  {ReportWords.Time(incident.Since, report, zone)}  {incident.Service}: {ReportWords.Outcome(incident)}; {ReportWords.Action(incident)}");
            output.WriteLine($"    {(incident.Cause.Length > 0 ? $"{incident.Cause}: " : "")}{incident.Reason}");
            if (incident.Evidence is { } evidence) output.WriteLine($"    evidence: watchdog evidence --open {evidence}");
        }

        if (report.IncidentCount > MostListed) output.WriteLine($"  … {report.IncidentCount - MostListed} more; `watchdog report --json` and `watchdog history` have them");
    }

    private static void Notes(Report report, TextWriter output, TimeZoneInfo zone)
    {
        var titled = false;
        foreach (var service in report.Services)
        {
            foreach (var note in ReportNotes.Of(service, report, zone))
            {
                if (!titled) output.WriteLine($"{Environment.NewLine}Also");
                titled = true;
                output.WriteLine($"  {service.Name}: {note}");
            }
        }
    }
}
