using System.Globalization;

namespace Watchdog.Managers;

/// <summary>
/// Resident memory of a process group. Pages that its members share are counted once for each, so it is an upper bound; the process
/// tree's proportional share is the better figure where it can be had.
/// </summary>
internal static class GroupMemory
{
    /// <returns>Bytes; null where there is no <c>/proc</c> (macOS) or the group is gone.</returns>
    public static long? Read(int group)
    {
        if (!OperatingSystem.IsLinux()) return null;
        long? pages = null;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var pid)) continue;
            if (ProcStat.Read(pid) is not { } stat || stat.Group != group) continue;
            pages = (pages ?? 0) + stat.ResidentPages;
        }

        return pages * Environment.SystemPageSize;
    }
}
