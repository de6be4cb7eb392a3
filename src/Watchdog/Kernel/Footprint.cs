using System.Globalization;
using System.Runtime.InteropServices;
using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Kernel;

/// <summary>The physical footprint of a process and its descendants on macOS; the tree is told by ps, the footprint by libproc.</summary>
internal sealed partial class Footprint(TimeProvider time)
{
    /// <summary>RUSAGE_INFO_V0 of sys/resource.h, 96 bytes: a UUID and ten counters, of which ri_phys_footprint is the eighth.</summary>
    internal const int Size = 96;

    internal const int Offset = 16 + (7 * sizeof(ulong));

    private const int Version0 = 0;
    private static readonly TimeSpan s_psDeadline = TimeSpan.FromSeconds(5);
    private static readonly string[] s_everyone = ["-axo", "pid=,ppid="];

    private readonly ProcessRunner _runner = new(time);

    /// <summary>Never throws but for <paramref name="cancel"/>. A process whose footprint may not be read is left out, unless it is the main one.</summary>
    public async ValueTask<MemoryLook> ReadAsync(int pid, CancellationToken cancel)
    {
        if (Of(pid) is not { } sum) return new MemoryLook(null, null, new Reason("footprint-unseen", $"the footprint of pid {pid} cannot be read; run as its user, or as root"));

        var ps = await _runner.RunAsync("ps", s_everyone, s_psDeadline, cancel).ConfigureAwait(false);
        foreach (var child in Descendants(ps.Output, pid)) sum += Of(child) ?? 0;
        return new MemoryLook(sum, null, default);
    }

    /// <param name="ps">Two columns, process and parent.</param>
    /// <param name="root">Not among the result.</param>
    internal static List<int> Descendants(string ps, int root)
    {
        var children = ps.Split('\n').Select(Pair).Where(pair => pair.Pid > 0).ToLookup(pair => pair.Parent, pair => pair.Pid);
        return ProcessTree.From(root, children)[1..];
    }

    private static (int Pid, int Parent) Pair(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length == 2 && Number(fields[0]) is { } pid && Number(fields[1]) is { } parent ? (pid, parent) : default;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static unsafe long? Of(int pid)
    {
        var usage = stackalloc byte[Size];
        try
        {
            return Read(pid, Version0, usage) == 0 ? *(long*)(usage + Offset) : null;
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;        // no macOS
        }
    }

    [LibraryImport("libproc", EntryPoint = "proc_pid_rusage")]
    private static unsafe partial int Read(int pid, int flavor, byte* usage);
}
