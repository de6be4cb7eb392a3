using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>What macOS has for it: <c>sample</c>, <c>lsof</c> and <c>log show</c>.</summary>
internal static class MacTools
{
    /// <summary>Of <c>lsof</c>, which takes them as one argument.</summary>
    private const int MostProcesses = 64;

    /// <summary>A log of days takes minutes to search.</summary>
    private const int MostMinutes = 60;

    private static readonly RunLimits s_limits = new(TimeSpan.FromSeconds(8)) { MaxOutput = 4 << 20, Grace = TimeSpan.FromSeconds(1) };

    public static ImmutableArray<ICollector> Of(CollectorContext context)
    {
        var runner = new ProcessRunner(context.Time);
        return
        [
            new ToolCollector("sample", Sample, s_limits, runner),
            new ToolCollector("lsof", OpenFiles, s_limits, runner),
            new ToolCollector("log", subject => Log(context.Service.Manager, subject), s_limits, runner),
        ];
    }

    /// <summary>3 s of stacks, written to where it can be read from and not to a file of its own.</summary>
    internal static ImmutableArray<string> Sample(Subject subject) =>
        subject.MainPid > 0 ? ["sample", Text(subject.MainPid), "3", "-file", "/dev/stdout"] : [];

    internal static ImmutableArray<string> OpenFiles(Subject subject) =>
        subject.Processes.IsEmpty ? [] : ["lsof", "-nP", "-p", string.Join(',', subject.Processes.Take(MostProcesses).Select(Text))];

    /// <summary>What its processes said, and launchd about its label.</summary>
    internal static ImmutableArray<string> Log(ManagerConfig manager, Subject subject)
    {
        var whose = subject.Processes.Take(MostProcesses).Select(static pid => $"processID == {Text(pid)}").ToList();
        // A label holds no quotes; one that did would end the text that it stands in.
        if (manager is LaunchdConfig launchd && launchd.Target.Split('/')[^1] is var label && !label.Contains('"', StringComparison.Ordinal) && !label.Contains('\\', StringComparison.Ordinal))
            whose.Add($"(process == \"launchd\" AND eventMessage CONTAINS \"{label}\") OR subsystem == \"{label}\"");
        if (whose.Count == 0) return [];

        var minutes = subject.LogSince is { } healthy ? Math.Clamp((int)Math.Ceiling((subject.Now.Utc - healthy).TotalMinutes), 1, MostMinutes) : MostMinutes;
        return ["log", "show", "--style", "compact", "--last", $"{Text(minutes)}m", "--predicate", string.Join(" OR ", whose)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
