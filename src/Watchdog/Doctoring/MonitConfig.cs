using System.Text.RegularExpressions;

namespace Watchdog.Doctoring;

/// <summary>Whether a configuration of monit restarts a unit: by <c>systemctl restart web</c>, or by checking a process of its name.</summary>
internal static partial class MonitConfig
{
    /// <summary>Of the programs that are asked for below; s6-svc has letters instead.</summary>
    private static readonly string[] s_verbs = ["restart", "start", "kickstart", "up"], s_letters = ["-r", "-u", "-t", "-k", "-wr", "-wu"];

    /// <returns>The line, from 1; null when none does.</returns>
    public static int? LineAbout(string text, string unit)
    {
        var name = unit.EndsWith(".service", StringComparison.Ordinal) ? unit[..^".service".Length] : unit;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart().StartsWith('#')) continue;
            if (Orders().Matches(line).Any(order => order.Groups[1].Value is var named && (named == name || named == unit))) return number;
        }

        return null;
    }

    /// <summary>The same for a service of another manager: by an order to that manager's program.</summary>
    /// <param name="text">Of the file.</param>
    /// <param name="program">Without folder: <c>supervisorctl</c>.</param>
    /// <param name="names">What the program takes for the service.</param>
    public static int? LineOrdering(string text, string program, IReadOnlyCollection<string> names) => LineWith(text, words =>
        words.SkipWhile(word => word.Split('/')[^1] != program).Skip(1).ToArray() is { Length: > 1 } said && said.Any((program == "s6-svc" ? s_letters : s_verbs).Contains) && said.Any(names.Contains));

    /// <summary>The same for a service that is told by commands.</summary>
    public static int? LineRunning(string text, IReadOnlyList<string> command) =>
        LineWith(text, words => Enumerable.Range(0, Math.Max(0, words.Length - command.Count + 1)).Any(at => words.Skip(at).Take(command.Count).SequenceEqual(command)));

    private static int? LineWith(string text, Func<string[], bool> isMeant)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!line.TrimStart().StartsWith('#') && isMeant(line.Split([' ', '\t', '\r', '"', '\''], StringSplitOptions.RemoveEmptyEntries))) return number;
        }

        return null;
    }

    [GeneratedRegex("""(?:\b(?:systemctl|service)\s+(?:--?\S+\s+)*(?:(?:re)?start\s+)?|\bcheck\s+process\s+"?|/etc/init\.d/)([A-Za-z0-9:_.\\@-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Orders();
}
