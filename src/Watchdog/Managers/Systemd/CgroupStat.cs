using System.Globalization;

namespace Watchdog.Managers.Systemd;

/// <summary>The file cache of a cgroup that can be had back at once, which is no working set.</summary>
internal static class CgroupStat
{
    /// <summary><c>inactive_file</c> of cgroup v2, <c>total_inactive_file</c> of v1; null when neither can be read.</summary>
    public static long? InactiveFile(string controlGroup) =>
        Read($"/sys/fs/cgroup{controlGroup}/memory.stat", "inactive_file ")
        ?? Read($"/sys/fs/cgroup/memory{controlGroup}/memory.stat", "total_inactive_file ");

    private static long? Read(string file, string key)
    {
        try
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.StartsWith(key, StringComparison.Ordinal)) return long.Parse(line.AsSpan(key.Length), CultureInfo.InvariantCulture);
            }

            return null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
