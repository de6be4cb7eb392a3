using System.Collections.Immutable;

namespace Watchdog.Kernel;

/// <summary>A process, its parent, and so on up to the first one.</summary>
internal static class ParentChain
{
    private const int Most = 32;

    /// <summary>The process itself first; at most 32. Empty when there is no such process.</summary>
    public static ImmutableArray<(int Pid, string Name)> Of(int pid) => Of(pid, ProcStat.Read);

    /// <param name="pid">Where to begin.</param>
    /// <param name="read">Read one by one, so that ids given away meanwhile may even make a ring.</param>
    internal static ImmutableArray<(int Pid, string Name)> Of(int pid, Func<int, ProcStat?> read)
    {
        var chain = ImmutableArray.CreateBuilder<(int Pid, string Name)>();
        var seen = new HashSet<int>();
        while (pid > 0 && chain.Count < Most && seen.Add(pid) && read(pid) is { } stat)
        {
            chain.Add((pid, stat.Name));
            pid = stat.Parent;
        }

        return chain.ToImmutable();
    }
}
