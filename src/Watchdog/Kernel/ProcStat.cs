using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>What we need of <c>/proc/PID/stat</c> (proc(5)), or of a thread's; reading it never blocks, not even on a stuck process.</summary>
/// <param name="Name">The program's short name, at most 15 bytes, which it may choose itself.</param>
/// <param name="State">R runs or waits for a CPU, S sleeps, D waits for a disk or driver, T is stopped, t is traced, Z has ended, I is an idle thread of the kernel.</param>
/// <param name="Parent">Its process id; 0 for none.</param>
/// <param name="Group">Process group.</param>
/// <param name="CpuTicks">Used in itself and in the kernel, in clock ticks.</param>
/// <param name="Threads">How many.</param>
/// <param name="StartTicks">Start time in clock ticks since boot, time asleep (a suspended laptop) included.</param>
/// <param name="ResidentPages">Resident memory in pages.</param>
internal readonly record struct ProcStat(
    string Name, char State, int Parent, int Group, long CpuTicks, int Threads, long StartTicks, long ResidentPages)
{
    /// <summary>What the kernel shows to programs (USER_HZ), whatever it counts in itself: 100 a second on x64 and arm64.</summary>
    internal const long TimeOfTick = TimeSpan.TicksPerSecond / 100;

    public TimeSpan Cpu => new(CpuTicks * TimeOfTick);

    /// <summary>Since boot, time asleep included (CLOCK_BOOTTIME): it compares with other processes' starts, not with monotonic times.</summary>
    public TimeSpan StartedAt => new(StartTicks * TimeOfTick);

    /// <summary>It has ended and only waits for its parent to take note.</summary>
    public bool IsOver => State is 'Z' or 'X' or 'x';

    /// <returns>Null when there is no such process, or no <c>/proc</c>.</returns>
    public static ProcStat? Read(int pid) => Read("/proc", pid);

    /// <param name="proc">Where proc is mounted.</param>
    /// <param name="pid">Of the process.</param>
    /// <returns>As above.</returns>
    public static ProcStat? Read(string proc, int pid) => ReadFile($"{proc}/{pid}/stat");

    /// <returns>Null when there is no such thread of it.</returns>
    public static ProcStat? ReadThread(int pid, int thread) => ReadFile($"/proc/{pid}/task/{thread}/stat");

    /// <summary>The name stands in parentheses and may itself hold any character: what counts comes after the last one.</summary>
    internal static ProcStat? Parse(string text)
    {
        var open = text.IndexOf('(');
        var close = text.LastIndexOf(')');
        if (open < 0 || close < open) return null;
        var fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22 || fields[0].Length != 1) return null;
        if (!TryNumber(fields[1], out var parent) || !TryNumber(fields[2], out var group) || !TryNumber(fields[17], out var threads)) return null;
        if (!TryNumber(fields[11], out var user) || !TryNumber(fields[12], out var system)) return null;
        if (!TryNumber(fields[19], out var start) || !TryNumber(fields[21], out var pages)) return null;
        return new ProcStat(text[(open + 1)..close], fields[0][0], (int)parent, (int)group, user + system, (int)threads, start, pages);
    }

    private static ProcStat? ReadFile(string path) => SmallFile.Read(path) is { } text ? Parse(text) : null;

    private static bool TryNumber(string text, out long number) => long.TryParse(text, CultureInfo.InvariantCulture, out number);
}
