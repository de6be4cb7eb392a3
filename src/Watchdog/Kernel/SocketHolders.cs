using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>
/// Which processes hold a socket, by the links in <c>/proc/PID/fd</c>: those of our own user, and of all with CAP_SYS_PTRACE (for the links)
/// and CAP_DAC_READ_SEARCH (for the folder). Takes half a second at most: not for a loop's own thread. Never throws.
/// </summary>
/// <param name="proc">Where proc is mounted.</param>
internal sealed class SocketHolders(string proc)
{
    private const int MostProcesses = 32_768;
    private const int MostDescriptors = 65_536;

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(500);

    public static SocketHolders OfThisMachine { get; } = new("/proc");

    /// <summary>All of <paramref name="candidates"/> are looked at; the rest of the machine only for a socket that none of them holds.</summary>
    /// <param name="inodes">The sockets.</param>
    /// <param name="candidates">Where they are likely: the processes of the unit.</param>
    /// <param name="elsewhere">Whether the rest of the machine is searched at all.</param>
    public Holders Find(IReadOnlySet<long> inodes, IReadOnlyCollection<int> candidates, bool elsewhere = true)
    {
        var wanted = inodes.Where(inode => inode > 0).ToHashSet();
        var search = new Search(wanted, Environment.TickCount64 + (long)Budget.TotalMilliseconds);
        foreach (var pid in candidates) Look(pid, search);
        if (elsewhere && !search.FoundAll)
        {
            foreach (var pid in Processes().Except(candidates)) Look(pid, search);
        }

        return new Holders([.. search.Pids], search.SomeUnseen);
    }

    private IEnumerable<int> Processes()
    {
        foreach (var name in Folder.Read(proc, MostProcesses).Folders)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) yield return pid;
        }
    }

    private void Look(int pid, Search search)
    {
        if (search.Wanted.Count == 0 || search.IsOver) return;
        var descriptors = Folder.Read($"{proc}/{pid}/fd", MostDescriptors);
        search.SomeUnseen |= descriptors.Denied;
        var isHolder = false;
        foreach (var name in descriptors.Names)
        {
            if (search.IsOver) break;
            if (SocketBehind($"{proc}/{pid}/fd/{name}") is not { } inode || !search.Wanted.Contains(inode)) continue;
            search.Found.Add(inode);
            isHolder = true;
        }

        if (isHolder) search.Pids.Add(pid);
    }

    /// <summary>A longer target is no socket.</summary>
    private static long? SocketBehind(string link) => LinkTarget.SocketIn(LinkTarget.Read(link, most: 64));

    private sealed class Search(HashSet<long> wanted, long until)
    {
        public HashSet<long> Wanted => wanted;

        public HashSet<long> Found { get; } = [];

        public List<int> Pids { get; } = [];

        public bool SomeUnseen { get; set; }

        public bool FoundAll => Found.Count == wanted.Count;

        public bool IsOver
        {
            get
            {
                if (Environment.TickCount64 <= until) return false;
                SomeUnseen = true;
                return true;
            }
        }
    }
}
