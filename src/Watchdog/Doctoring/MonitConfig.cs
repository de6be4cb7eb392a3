using System.Text.RegularExpressions;

namespace Watchdog.Doctoring;

/// <summary>Whether a configuration of monit restarts a unit: by <c>systemctl restart web</c>, or by checking a process of its name.</summary>
internal static partial class MonitConfig
{
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

    [GeneratedRegex("""(?:\b(?:systemctl|service)\s+(?:--?\S+\s+)*(?:(?:re)?start\s+)?|\bcheck\s+process\s+"?|/etc/init\.d/)([A-Za-z0-9:_.\\@-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Orders();
}
