using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Drafting;

/// <summary>Which process descends from which.</summary>
/// <param name="read">A process; null for none.</param>
internal sealed class Lineage(Func<int, ProcStat?> read)
{
    /// <summary>The short name: whole paths of all processes would be too much to read.</summary>
    private static readonly string[] s_everyone = ["-axo", "pid=,ppid=,ucomm="];

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    /// <summary>On Linux as it is when it is asked, elsewhere as ps tells it now. Never throws but for <paramref name="cancel"/>; what cannot be seen is not there.</summary>
    public static async Task<Lineage> ReadAsync(TimeProvider time, CancellationToken cancel)
    {
        if (OperatingSystem.IsLinux()) return new Lineage(ProcStat.Read);

        var ps = await new ProcessRunner(time).RunAsync("ps", s_everyone, s_deadline, cancel).ConfigureAwait(false);
        var table = Table(ps.Output);
        return new Lineage(pid => table.TryGetValue(pid, out var stat) ? stat : null);
    }

    /// <summary>The process itself first, then its parent, and so on; empty when there is no such process.</summary>
    public ImmutableArray<(int Pid, string Name)> Of(int pid) => ParentChain.Of(pid, read);

    /// <summary>The name of a process; empty for none.</summary>
    public string NameOf(int pid) => pid > 0 && read(pid) is { } stat ? stat.Name : "";

    /// <param name="ps">Three columns, process, parent and name, which may hold blanks.</param>
    internal static IReadOnlyDictionary<int, ProcStat> Table(string ps)
    {
        var table = new Dictionary<int, ProcStat>();
        foreach (var line in ps.Split('\n'))
        {
            var fields = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields.Length == 3 && Number(fields[0]) is { } pid && Number(fields[1]) is { } parent)
                table[pid] = new ProcStat(fields[2], '?', parent, 0, 0, 0, 0, 0);
        }

        return table;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
