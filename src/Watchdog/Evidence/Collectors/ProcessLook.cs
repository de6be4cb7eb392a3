using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>A process at a moment, by files that cannot block.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Stat">Its state.</param>
/// <param name="Threads">The first 512.</param>
/// <param name="ThreadsCut">There are more.</param>
internal sealed record ProcessLook(int Pid, ProcStat Stat, List<ThreadLook> Threads, bool ThreadsCut)
{
    /// <summary>A main thread that has ended before the others looks like a zombie.</summary>
    public bool IsOver => Stat is { IsOver: true, Threads: <= 1 };

    /// <summary>Those that are there.</summary>
    public static List<ProcessLook> Take(string proc, IEnumerable<int> pids)
    {
        var looks = new List<ProcessLook>();
        foreach (var pid in pids.Distinct())
        {
            if (ProcStat.Read(proc, pid) is not { } stat) continue;
            var (threads, cut) = ThreadLook.Of(proc, pid);
            looks.Add(new ProcessLook(pid, stat, threads, cut));
        }

        return looks;
    }

    /// <summary>Parents before their children, with how deep each stands; who has no parent among them stands at the left.</summary>
    public static IEnumerable<(ProcessLook Process, int Depth)> AsTree(IReadOnlyList<ProcessLook> all)
    {
        var known = all.Select(static one => one.Pid).ToHashSet();
        var children = all.Where(one => known.Contains(one.Stat.Parent)).ToLookup(static one => one.Stat.Parent);
        var told = new HashSet<int>();
        var open = new Stack<(ProcessLook, int)>(all.Where(one => !known.Contains(one.Stat.Parent)).Reverse().Select(static one => (one, 0)));
        while (open.TryPop(out var next))
        {
            var (process, depth) = next;
            if (!told.Add(process.Pid)) continue;
            yield return next;
            foreach (var child in children[process.Pid].Reverse()) open.Push((child, depth + 1));
        }

        // Read one by one: ids given away meanwhile may make a ring, which nobody stands above.
        foreach (var left in all.Where(one => told.Add(one.Pid))) yield return (left, 0);
    }
}
