using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>A drill for people: a row for each restart as it is through, so columns have fixed widths; then the verdict.</summary>
internal static class DrillTable
{
    public static string Head { get; } = Line("#", "stop", "down", "memory: start, end", "descriptors", "seen");

    public static string Row(DrillRound round) => Line(
        round.Number.ToString(CultureInfo.InvariantCulture),
        round.Stop is { } stop ? Words.Span(stop) : "-",
        round.Down is { } down ? Words.Span(down) : "-",
        round.MemoryAtStart is { } start && round.MemoryAtEnd is { } end ? $"{Words.Size(start)}, {Words.Size(end)}" : "-",
        round.Descriptors.IsEmpty ? "-" : $"{round.Descriptors[0]}, {round.Descriptors[^1]}",
        Seen(round));

    public static IEnumerable<string> Verdict(DrillReport report)
    {
        foreach (var note in report.Notes) yield return $"note: {note}";
        if (Downs(report) is { } downs) yield return downs;

        var made = $"{report.Restarts.Length} of {report.Asked} restarts";
        if (report.Interrupted) yield return $"interrupted after {made}: {report.Left.Sentence}";
        else if (report.Passed) yield return $"passed: {made}; {report.Left.Sentence}";
        else yield return $"FAILED, {made}: {report.Left.Sentence}";
        foreach (var reason in report.Reasons) yield return $"  {reason}";
    }

    private static string? Downs(DrillReport report)
    {
        TimeSpan[] downs = [.. report.Restarts.Select(round => round.Down).OfType<TimeSpan>().Order()];
        return downs.Length == 0 ? null : $"down from the order to the first pass of every check: {Words.Span(downs[downs.Length / 2])} in the middle, {Words.Span(downs[^1])} at most";
    }

    private static string Seen(DrillRound round)
    {
        var seen = new List<string>();
        if (round.Failure is { } failure) seen.Add(failure.Code);
        if (round.Killed) seen.Add("killed");
        else if (round.StopResult.Length > 0) seen.Add($"stopped with {round.StopResult}");
        if (round.Leaks) seen.Add("descriptors grow");
        if (round.FailedLooks > 0) seen.Add($"{round.FailedLooks} of {round.Looks} looks failed");
        if (!round.LeftBehind.IsEmpty) seen.Add($"left behind: {round.LeftBehind.Length}");
        if (round.Holder.Length > 0) seen.Add("another answers");
        if (round.HitCount > 0) seen.Add(round.HitCount == 1 ? "1 line of the log" : $"{round.HitCount} lines of the log");
        return seen.Count == 0 ? "well" : string.Join(", ", seen);
    }

    private static string Line(string number, string stop, string down, string memory, string descriptors, string seen) =>
        $"{number,4}  {stop,9}  {down,9}  {memory,-22}  {descriptors,-12}  {seen}";
}
