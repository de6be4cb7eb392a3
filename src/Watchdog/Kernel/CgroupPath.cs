using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>A control group's path, as <c>/proc/PID/cgroup</c> tells it.</summary>
internal static class CgroupPath
{
    private const string Unified = "0::";
    private const string Named = ":name=systemd:";
    private const string UserManager = "user@";
    private const string Service = ".service";
    private const string Removed = " (deleted)";

    private static readonly string[] UnitKinds = [Service, ".scope", ".socket", ".mount", ".swap"];

    /// <summary>
    /// The line of cgroup v2, or of systemd's own tree where v2 knows only the root (a hybrid layout in which nobody uses it); null for neither.
    /// </summary>
    public static string? Parse(string text)
    {
        string? unified = null;
        string? named = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Unified, StringComparison.Ordinal)) unified = line[Unified.Length..];
            else if (line.IndexOf(Named, StringComparison.Ordinal) is > 0 and var at) named = line[(at + Named.Length)..];
        }

        return unified is null or "/" ? named ?? unified : unified;
    }

    /// <summary>
    /// The unit whose processes these are: the last part of the path that is a unit's name, <c>\x2d</c> and the like as they are. Null for none: a slice
    /// holds units, not processes.
    /// </summary>
    public static string? UnitOf(string cgroup) =>
        cgroup.Split('/').Select(WithoutRemoved).LastOrDefault(part => Array.Exists(UnitKinds, kind => part.Length > kind.Length && part.EndsWith(kind, StringComparison.Ordinal)));

    /// <summary>The user whose own manager keeps the group, and where that manager's tree begins: <c>/user.slice/user-1000.slice/user@1000.service</c>. Null for one of the system's manager.</summary>
    public static (uint User, string Root)? UserManagerOf(string cgroup)
    {
        var (parts, unit) = (cgroup.Split('/'), UnitOf(cgroup));
        for (var i = 0; i < parts.Length; i++)
        {
            // user@1000.service itself is a unit of the system's.
            if (parts[i] != unit && parts[i].StartsWith(UserManager, StringComparison.Ordinal) && parts[i].EndsWith(Service, StringComparison.Ordinal)
                && uint.TryParse(parts[i].AsSpan()[UserManager.Length..^Service.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var user))
            {
                return (user, string.Join('/', parts[..(i + 1)]));
            }
        }

        return null;
    }

    /// <summary>The kernel says so of a group that was removed while its last process ends.</summary>
    private static string WithoutRemoved(string part) => part.EndsWith(Removed, StringComparison.Ordinal) ? part[..^Removed.Length] : part;
}
