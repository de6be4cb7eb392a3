using System.Globalization;
using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>
/// Gives each child a control group of its own, below ours, where that is ours to do: on cgroup v2, when we may write there (as root, or with
/// <c>Delegate=yes</c>). It is for telling who belongs to whom; no controller is enabled. Elsewhere there is none, and nothing is lost but that.
/// </summary>
/// <param name="root">Where cgroup v2 is mounted.</param>
/// <param name="ours">Our own group, <c>/system.slice/service-watchdog.service</c>; null for none.</param>
internal sealed class ChildCgroups(string root, string? ours)
{
    private const string Prefix = "child-";
    private const int MostRounds = 8;

    public static ChildCgroups OfThisMachine()
    {
        const string Mounted = "/sys/fs/cgroup";

        // Hybrid layouts have v2 elsewhere, and a manager that goes by its own tree of v1.
        var isV2 = OperatingSystem.IsLinux() && File.Exists($"{Mounted}/cgroup.controllers");
        return new ChildCgroups(Mounted, isV2 ? ProcessFacts.CgroupOf(Environment.ProcessId) : null);
    }

    /// <summary>Makes one and puts the process into it; null where that cannot be done. With it goes what it has started by then.</summary>
    /// <param name="service">For its name.</param>
    /// <param name="pid">Of the process.</param>
    /// <param name="start">Of the process: two of us may keep services of the same name side by side.</param>
    public ChildCgroup? Make(string service, int pid, long start)
    {
        if (ours is null) return null;
        var number = pid.ToString(CultureInfo.InvariantCulture);
        var group = new ChildCgroup(root, string.Create(CultureInfo.InvariantCulture, $"{ours.TrimEnd('/')}/{Prefix}{FileNames.Of(service)}-{number}-{start}"));
        if (!group.TryMake(number)) return null;

        TakeAlong(group, pid);
        return group;
    }

    /// <summary>The one that we made for that process in an earlier run; null when it is not in it (any more).</summary>
    /// <param name="path">As it was recorded; null for none.</param>
    /// <param name="pid">Of the process, which is known to be the one that was recorded.</param>
    public ChildCgroup? Find(string? path, int pid) =>
        path is not null && Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal) && ProcessFacts.CgroupOf(pid) == path ? new ChildCgroup(root, path) : null;

    /// <summary>It may have started others before it was moved: those are in our group yet, and they may do so once more while they are looked for.</summary>
    private void TakeAlong(ChildCgroup group, int leader)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var found = (SmallFile.Read($"{root}{ours}/cgroup.procs") ?? "").Split('\n')
                .Where(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && IsOf(pid, leader))
                .ToArray();
            if (Array.FindAll(found, group.TryTake).Length == 0) return;
        }
    }

    /// <summary>In its process group, or below it: it may have left the one or the other.</summary>
    private static bool IsOf(int pid, int leader) => ProcStat.Read(pid)?.Group == leader || ParentChain.Of(pid).Any(one => one.Pid == leader);
}
