using System.Globalization;
using System.Runtime.InteropServices;

namespace Watchdog.Benchmarks;

/// <summary>What a process has used and holds.</summary>
/// <param name="CpuMilliseconds">User and system, since its start.</param>
/// <param name="RssKiB">Resident.</param>
/// <param name="DirtyKiB">Private_Dirty: what only it has, and nothing but swapping gets back. (Pages of the program's file are clean, and the kernel may drop them.)</param>
internal readonly unsafe partial record struct Footprint(double CpuMilliseconds, long RssKiB, long DirtyKiB)
{
    public static Footprint Of(int pid)
    {
        var kib = File.ReadLines($"/proc/{pid}/smaps_rollup")
            .Select(line => line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, _, "kB"])
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
        return new Footprint(Cpu(pid), kib["Rss"], kib["Private_Dirty"]);
    }

    private static double Cpu(int pid)
    {
        // clock_getcpuclockid(3): the scheduler's clock of a whole process, in nanoseconds where /proc/PID/stat has ticks of 10 ms.
        var time = stackalloc long[2];
        var clock = (~pid << 3) | 2;
        return clock_gettime(clock, time) == 0 ? (time[0] * 1e3) + (time[1] / 1e6) : throw new InvalidOperationException($"process {pid} has ended");
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, long* time);
}
