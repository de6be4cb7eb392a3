using System.Globalization;
using System.Text;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>What a process has open, for people.</summary>
internal static class DescriptorText
{
    /// <summary>Of those that have a name of their own.</summary>
    private const int MostPaths = 40;

    private const string Anonymous = "anon_inode:";

    /// <summary><c>pid 812 (python3): 14 of 1024 open: socket 5, file 3, eventpoll 1</c> and the first paths, a line each.</summary>
    public static void Append(StringBuilder text, string whose, OpenDescriptors open, long? limit)
    {
        if (open.Denied)
        {
            text.Append(whose).Append(": may not be seen").AppendLine();
            return;
        }

        var kinds = open.All.CountBy(static one => KindOf(one.Target)).OrderByDescending(static one => one.Value).ThenBy(static one => one.Key, StringComparer.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"{whose}: {(open.Cut ? "more than " : "")}{open.All.Length} of {Limit(limit)} open");
        text.AppendLine(open.All.IsEmpty ? "" : ": " + string.Join(", ", kinds.Select(static kind => $"{kind.Key} {kind.Value}")));
        var paths = open.All.Where(static one => one.Target.StartsWith('/')).ToArray();
        foreach (var (number, target) in paths.Take(MostPaths)) text.Append(CultureInfo.InvariantCulture, $"  {number} -> {target}").AppendLine();
        if (paths.Length > MostPaths) text.Append(CultureInfo.InvariantCulture, $"  and {paths.Length - MostPaths} more").AppendLine();
    }

    /// <summary><c>socket</c>, <c>pipe</c>, <c>file</c>, <c>deleted file</c>, <c>device</c>, <c>memfd</c>, <c>eventfd</c>, <c>eventpoll</c>, <c>inotify</c>, …</summary>
    public static string KindOf(string target)
    {
        if (target.StartsWith(Anonymous, StringComparison.Ordinal)) return target[Anonymous.Length..].Trim('[', ']');
        if (target.StartsWith("/memfd:", StringComparison.Ordinal)) return "memfd";
        if (target.StartsWith("/dev/", StringComparison.Ordinal)) return "device";
        if (target.StartsWith('/')) return target.EndsWith(" (deleted)", StringComparison.Ordinal) ? "deleted file" : "file";
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? target[..colon] : "other";
    }

    private static string Limit(long? limit) => limit switch
    {
        null => "?",
        long.MaxValue => "unlimited",
        _ => limit.Value.ToString(CultureInfo.InvariantCulture),
    };
}
