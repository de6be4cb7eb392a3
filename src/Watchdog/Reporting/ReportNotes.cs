using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>What is worth a line about a service beside its figures: each is a sentence without its name.</summary>
internal static class ReportNotes
{
    /// <summary>What of the journal is not in here: whole sentences.</summary>
    public static IEnumerable<string> OfJournal(Report report)
    {
        if (report.Skipped > 0) yield return $"{Words.Count(report.Skipped, "line")} of the journal could not be read and {(report.Skipped == 1 ? "was" : "were")} left out.";
        if (report.Missing > 0) yield return $"{Words.Count(report.Missing, "line")} of the journal {(report.Missing == 1 ? "is" : "are")} missing: {(report.Missing == 1 ? "it" : "they")} could not be written, as on a full disk. What happened then may be missing here too.";
    }

    /// <summary>Where there is nothing but a table beside it.</summary>
    public static IEnumerable<string> Of(ServiceReport service, Report report, TimeZoneInfo zone)
    {
        if (service.TimeToDetect is { } detect) yield return $"detected {ReportWords.Delay(detect)}{(service.TimeToRecover is { } recover ? $"; recovered {ReportWords.Delay(recover)}" : "")}";
        foreach (var note in Beside(service, report, zone)) yield return note;
        foreach (var check in service.Checks)
        {
            if (check.Number is { } number) yield return $"{check.Name}: {ReportWords.Number(number)}";
        }
    }

    /// <summary>Where delays and numbers stand already.</summary>
    public static IEnumerable<string> Beside(ServiceReport service, Report report, TimeZoneInfo zone)
    {
        if (LeftOut(service)) yield return ReportWords.Watched(service);
        if (service.NearMisses + service.CalledOff > 0) yield return Spared(service, report, zone);
        foreach (var hold in service.Holds) yield return hold.Code == SparedTally.HostIncident ? HeldWithOthers(hold, report, zone) : Held(service, hold);
        foreach (var withheld in service.Withheld.Where(one => HoldOf(service, one.Code) is null)) yield return $"withheld {Words.Times(withheld.Count)} ({withheld.Code}): {withheld.Sentence}";
        foreach (var check in service.Checks)
        {
            if (check.Number?.Warning is { } warning) yield return warning;
        }
    }

    /// <summary><c>near misses: suspect and well again 3 times, called off once; the last Nov 21, 10:02:03: …</c></summary>
    private static string Spared(ServiceReport service, Report report, TimeZoneInfo zone)
    {
        var counts = new List<string>();
        if (service.NearMisses > 0) counts.Add($"suspect and well again {Words.Times(service.NearMisses)}");
        if (service.CalledOff > 0) counts.Add($"a restart called off {Words.Times(service.CalledOff)}");
        var last = service.Spared.IsEmpty ? "" : $"; the last at {ReportWords.Time(service.Spared[0].At, report, zone)}: {service.Spared[0].Text}";
        return $"near misses: {string.Join(", ", counts)}{last}";
    }

    /// <summary>What was withheld and what was held for one reason are one thing: <c>withheld twice (storm), held for 46 s: …</c></summary>
    private static string Held(ServiceReport service, ReasonCount hold)
    {
        var lasted = Words.Span(hold.Lasted ?? TimeSpan.Zero);
        return service.Withheld.FirstOrDefault(one => one.Code == hold.Code) is { } withheld
            ? $"withheld {Words.Times(withheld.Count)} ({hold.Code}), held for {lasted}: {hold.Sentence}"
            : $"held {Words.Times(hold.Count)} for {lasted} ({hold.Code}): {hold.Sentence}";
    }

    /// <summary><c>host incident from 12:00:40 to 12:01:26: 20 of 20 services are suspect at once: …</c></summary>
    private static string HeldWithOthers(ReasonCount hold, Report report, TimeZoneInfo zone)
    {
        var last = $"from {ReportWords.Time(hold.Last, report, zone)} to {ReportWords.Time(hold.Ended ?? hold.Last, report, zone)}: {hold.Sentence}";
        return hold.Count == 1 ? $"host incident {last}" : $"host incidents, {hold.Count} in {Words.Span(hold.Lasted ?? TimeSpan.Zero)}; the last {last}";
    }

    private static ReasonCount? HoldOf(ServiceReport service, string code) => service.Holds.FirstOrDefault(hold => hold.Code == code);

    private static bool LeftOut(ServiceReport service) =>
        service.Paused + service.Stopped + service.Blind + service.Unwatched >= TimeSpan.FromMinutes(1);
}
