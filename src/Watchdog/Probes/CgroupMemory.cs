using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Probes;

/// <summary>
/// The working set of a control group, as kubelet counts it: what is charged less the file cache that the kernel would drop first
/// (<c>inactive_file</c>). Reads cgroup v2 and, for v1 and hybrid layouts, the v1 memory controller.
/// </summary>
public static class CgroupMemory
{
    /// <summary>v1 says "no limit" by the largest multiple of the page size; nothing real comes near.</summary>
    private const long Unlimited = 1L << 62;

    /// <param name="root">Where cgroups are mounted: <c>/sys/fs/cgroup</c>.</param>
    /// <param name="controlGroup">The unit's ControlGroup: <c>/system.slice/hermes-webui.service</c>.</param>
    /// <returns>Bytes, or <see cref="MemoryLook.Unseen"/> with code <c>no-memory-accounting</c>. Never throws.</returns>
    public static MemoryLook Read(string root, string controlGroup)
    {
        return (PathOf(controlGroup) is { } path ? ReadV2(Path.Combine(root, path)) ?? ReadV1(Path.Combine(root, "memory", path)) : null)
            ?? new MemoryLook(null, null, new Reason("no-memory-accounting", $"{controlGroup} has no memory accounting; set MemoryAccounting=yes for it"));
    }

    /// <summary>How many of its processes the kernel has killed for lack of memory; null where that cannot be read. Never throws.</summary>
    public static long? OomKills(string root, string controlGroup)
    {
        if (PathOf(controlGroup) is not { } path) return null;
        return Kills(Path.Combine(root, path, "memory.events")) ?? Kills(Path.Combine(root, "memory", path, "memory.oom_control"));

        static long? Kills(string file) => SmallFile.Field(SmallFile.Read(file), "oom_kill");
    }

    private static MemoryLook? ReadV2(string folder) =>
        Look(folder, "memory.current", "inactive_file", "memory.max");

    private static MemoryLook? ReadV1(string folder) =>
        Look(folder, "memory.usage_in_bytes", "total_inactive_file", "memory.limit_in_bytes");

    /// <summary>Below the root; null for none.</summary>
    private static string? PathOf(string controlGroup)
    {
        var path = controlGroup.Trim('/');
        return path.Length > 0 && !path.Split('/').Contains("..") ? path : null;
    }

    private static MemoryLook? Look(string folder, string usageFile, string inactiveField, string limitFile)
    {
        if (SmallFile.Number(SmallFile.Read(Path.Combine(folder, usageFile))) is not { } usage)
            return null;

        var inactive = SmallFile.Field(SmallFile.Read(Path.Combine(folder, "memory.stat")), inactiveField) ?? 0;
        var limit = SmallFile.Number(SmallFile.Read(Path.Combine(folder, limitFile)));
        // Two files, two moments: the cache may have grown between them.
        return new MemoryLook(Math.Max(0, usage - inactive), limit < Unlimited ? limit : null, default);
    }
}
