using System.Globalization;
using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Kernel;

/// <summary>
/// The memory of a process and its descendants, for managers without accounting of their own: the sum of their PSS (shared pages are counted once),
/// or of their RSS where PSS cannot be read. One per service. Linux only; elsewhere every look is unseen.
/// </summary>
/// <param name="proc">Where proc is mounted.</param>
/// <param name="time">For the deadline of a read.</param>
internal sealed class ProcessTree(string proc, TimeProvider time)
{
    /// <summary>More belong to no service that anyone restarts; the sum is then of the first ones.</summary>
    private const int MostProcesses = 4096;

    private static readonly int PageSize = Environment.SystemPageSize;

    private readonly Expendable _reader = new("smaps", time);

    /// <summary>Never throws but for <paramref name="cancel"/>.</summary>
    /// <param name="deadline">For PSS; once it is over, RSS is taken. Some 100 ms are plenty.</param>
    public async ValueTask<MemoryLook> ReadAsync(int pid, TimeSpan deadline, CancellationToken cancel)
    {
        var tree = Members(pid);
        if (tree.Count == 0)
            return Unseen("process-gone", $"there is no process {pid}");

        var pss = await PssAsync(tree, deadline, cancel);
        return new MemoryLook(pss is null ? tree.Sum(Rss) : pss.WithRss, null, default);
    }

    /// <summary>The PSS of these processes and nothing else. Never throws but for <paramref name="cancel"/>.</summary>
    public async ValueTask<MemoryLook> ReadPssAsync(IReadOnlyList<int> members, TimeSpan deadline, CancellationToken cancel)
    {
        if (members.Count == 0)
            return Unseen("process-gone", "it has no process");

        return await PssAsync(members, deadline, cancel) switch
        {
            null => Unseen("pss-blocked", $"the kernel did not tell the PSS in {Words.Span(deadline)}: a process of it is stuck"),
            { IsDenied: true } => Unseen("pss-denied", "the PSS of its processes may not be read; run as their user, or with CAP_SYS_PTRACE, or leave source out"),
            var pss => new MemoryLook(pss.Bytes, null, default),
        };
    }

    /// <summary>Whether descendants can be told at all.</summary>
    public bool IsSeen => Directory.Exists($"{proc}/self");

    /// <summary>The process and its descendants, by one pass over /proc; empty when it is gone.</summary>
    internal List<int> Members(int pid)
    {
        var children = ParentsOf().ToLookup(p => p.Parent, p => p.Pid);
        return ParentOf(pid) is null ? [] : From(pid, children);
    }

    /// <summary>A process and its descendants, by their parents.</summary>
    /// <param name="root">Comes first.</param>
    /// <param name="children">By parent. Read one by one, so that ids given away meanwhile may even make a ring.</param>
    internal static List<int> From(int root, ILookup<int, int> children)
    {
        List<int> tree = [root];
        var seen = new HashSet<int>(tree);
        for (var i = 0; i < tree.Count && tree.Count < MostProcesses; i++) tree.AddRange(children[tree[i]].Where(seen.Add));
        return tree;
    }

    /// <summary>smaps_rollup takes the process's memory lock, and can block for ever when that process is stuck.</summary>
    private ValueTask<PssSum?> PssAsync(IReadOnlyList<int> tree, TimeSpan deadline, CancellationToken cancel) => _reader.AskAsync(() => Pss(tree), deadline, cancel);

    private PssSum? Pss(IReadOnlyList<int> tree)
    {
        var sum = new PssSum(0, 0, false);
        foreach (var pid in tree)
        {
            if (SmallFile.Field(SmallFile.Read($"{proc}/{pid}/smaps_rollup"), "Pss:") * 1024 is { } bytes)
                sum = sum with { Bytes = sum.Bytes + bytes, WithRss = sum.WithRss + bytes };
            // One that has just ended has none; one that is there still has some that we may not see.
            else if (ParentOf(pid) is not null)
                sum = sum with { WithRss = sum.WithRss + Rss(pid), IsDenied = true };
        }

        return sum;
    }

    private static MemoryLook Unseen(string code, string sentence) => new(null, null, new Reason(code, sentence));

    private long Rss(int pid)
    {
        var fields = (SmallFile.Read($"{proc}/{pid}/statm") ?? "").Split(' ');
        return fields.Length > 1 ? (SmallFile.Number(fields[1]) ?? 0) * PageSize : 0;
    }

    private IEnumerable<(int Pid, int Parent)> ParentsOf()
    {
        if (!Directory.Exists(proc))
            yield break;

        foreach (var folder in Directory.EnumerateDirectories(proc))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ParentOf(pid) is { } parent)
                yield return (pid, parent);
        }
    }

    /// <summary>The parent, or null when the process is gone or a zombie, which holds no memory.</summary>
    private int? ParentOf(int pid) => ProcStat.Read(proc, pid) is { IsOver: false } stat ? stat.Parent : null;

    /// <param name="Bytes">The PSS of those whose PSS can be read.</param>
    /// <param name="WithRss">With the RSS of the others.</param>
    /// <param name="IsDenied">Whether there are others.</param>
    private sealed record PssSum(long Bytes, long WithRss, bool IsDenied);
}
