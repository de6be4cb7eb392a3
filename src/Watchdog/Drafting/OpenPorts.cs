using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Drafting;

/// <summary>The sockets of this machine that take connections, and whose they are.</summary>
/// <param name="Ports">By port; one for each place and control group.</param>
/// <param name="Cut">There are more than were read.</param>
/// <param name="Unseen">Why nothing could be seen; empty otherwise.</param>
internal sealed record OpenPorts(ImmutableArray<OpenPort> Ports, bool Cut, Reason Unseen)
{
    /// <summary>Looking through the descriptors of all processes takes half a second each time, on a large machine.</summary>
    private const int MostSearches = 20;

    /// <summary>Takes milliseconds, on a large machine some seconds. Never throws.</summary>
    public static OpenPorts Read(SocketDiag sockets, SocketHolders holders, Cgroups cgroups)
    {
        var (rows, cut, unseen) = sockets.AllListeners();
        var byId = cgroups.ById();
        var searches = 0;
        var ports = rows.Select(Of).DistinctBy(port => (port.Bound, port.Cgroup)).OrderBy(port => port.Port).ThenBy(port => port.Address, StringComparer.Ordinal);
        return new OpenPorts([.. ports], cut, unseen);

        OpenPort Of(TcpRow row)
        {
            // The kernel knows where it was made, even of sockets whose process we may not see. The root is no unit's: with cgroups of v1 everything is there.
            var cgroup = byId.GetValueOrDefault(row.CgroupId) is { } path and not "/" ? path : null;
            var elsewhere = cgroup is null && searches++ < MostSearches;
            var found = holders.Find(new HashSet<long> { row.Inode }, cgroup is null ? [] : cgroups.Processes(cgroup), elsewhere).Pids;

            // What systemd listens at for others is its own, though they hold it too.
            var pid = found.Contains(1) ? 1 : found.Order().FirstOrDefault();
            return new OpenPort(row.Local, row.OnlyV6 == true, cgroup ?? (pid > 0 ? ProcessFacts.CgroupOf(pid) : null), pid);
        }
    }
}
