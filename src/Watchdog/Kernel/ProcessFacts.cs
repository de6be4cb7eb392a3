using System.Collections.Immutable;

namespace Watchdog.Kernel;

/// <summary>What the kernel tells of a process, by files of <c>/proc</c> none of which can block.</summary>
/// <param name="Stat">Its name, state, parent, CPU and start.</param>
/// <param name="Cgroup">Its control group, <c>/system.slice/hermes-webui.service</c>; null where it cannot be had.</param>
/// <param name="Descriptors">How many it has open; null where we may not know: before Linux 6.2 those of other users.</param>
/// <param name="DescriptorLimit">How many it may have (the soft limit); the largest number for "unlimited", null where it cannot be had.</param>
/// <param name="Threads">Its first 512.</param>
internal sealed record ProcessFacts(int Pid, ProcStat Stat, string? Cgroup, long? Descriptors, long? DescriptorLimit, ImmutableArray<ThreadFacts> Threads)
{
    private const int MostDescriptors = 65_536;
    private const string OpenFiles = "Max open files";

    /// <returns>Null when there is no such process, or no Linux.</returns>
    public static ProcessFacts? Read(int pid)
    {
        if (!OperatingSystem.IsLinux() || ProcStat.Read(pid) is not { } stat) return null;
        return new ProcessFacts(pid, stat, CgroupOf(pid), DescriptorsOf(pid), LimitIn(SmallFile.Read($"/proc/{pid}/limits")), [.. ThreadFacts.Of(pid)]);
    }

    /// <summary>Null where it cannot be had.</summary>
    public static string? CgroupOf(int pid) => CgroupPath.Parse(SmallFile.Read($"/proc/{pid}/cgroup") ?? "");

    /// <summary>The soft limit in <c>Max open files   1024   524288   files</c>.</summary>
    internal static long? LimitIn(string? limits)
    {
        foreach (var line in (limits ?? "").AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(OpenFiles, StringComparison.Ordinal)) continue;
            var value = line[OpenFiles.Length..].Trim();
            var end = value.IndexOf(' ');
            if (end < 0) return null;
            return value[..end] is "unlimited" ? long.MaxValue : SmallFile.Number(value[..end]);
        }

        return null;
    }

    /// <summary>How many it has open; null where we may not know. Linux 6.2 and later tells the count as the folder's size, and to everyone.</summary>
    public static long? DescriptorsOf(int pid)
    {
        var folder = $"/proc/{pid}/fd";
        if (FileId.Of(folder) is { Size: > 0 } id) return (long)id.Size;
        var entries = Folder.Read(folder, MostDescriptors);
        return entries.Denied ? null : entries.Names.Count;
    }
}
