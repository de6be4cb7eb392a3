using System.Collections.Immutable;
using System.Globalization;

namespace Watchdog.Managers.Launchd;

/// <summary>
/// The jobs of a domain, as <c>launchctl print DOMAIN</c> shows them: of its blocks the one named services, a line for each with process, last status and label.
/// Reads any text whatever and finds what it can.
/// </summary>
/// <param name="Jobs">In launchctl's order.</param>
/// <param name="IsWhole">Whether the end of the list was seen; without it there may be more.</param>
internal sealed record JobList(ImmutableArray<ListedJob> Jobs, bool IsWhole)
{
    private const string Services = "services = {";

    /// <returns>Null for a text without such a block.</returns>
    public static JobList? Of(string print)
    {
        var lines = print.Split('\n');

        // Deeper ones, and those of another name (service stats, disabled services), are other things; the domain's own level is one below its header.
        var header = Array.FindIndex(lines, line => line.TrimEnd().EndsWith(" = {", StringComparison.Ordinal));
        var own = header < 0 ? -1 : Array.FindIndex(lines, header + 1, line => !string.IsNullOrWhiteSpace(line));
        if (own < 0 || Indent(lines[own]) <= Indent(lines[header])) return null;
        var level = Indent(lines[own]);
        var begin = Array.FindIndex(lines, own, line => Indent(line) == level && line.AsSpan().Trim() is Services);
        if (begin < 0) return null;

        var end = Array.FindIndex(lines, begin + 1, line => !string.IsNullOrWhiteSpace(line) && Indent(line) <= level);
        var inside = lines[(begin + 1)..(end < 0 ? lines.Length : end)];
        return new JobList([.. inside.Select(ListedJob.Of).OfType<ListedJob>()], end >= 0);
    }

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart().Length;
}

/// <summary>A job of that list.</summary>
/// <param name="Label">Its name in the domain.</param>
/// <param name="Pid">Its process; 0 where it does not run.</param>
internal sealed record ListedJob(string Label, int Pid)
{
    /// <param name="line"><c>887 - net.example.web</c>; in the middle stands how its last run ended, as a number or a word in parentheses.</param>
    /// <returns>Null for any other line.</returns>
    public static ListedJob? Of(string line)
    {
        var fields = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length == 3 && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? new ListedJob(fields[2], pid) : null;
    }
}
