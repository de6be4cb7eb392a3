using System.Globalization;
using System.Runtime.InteropServices;

namespace Watchdog.Benchmarks;

/// <summary>What a process has used and holds.</summary>
/// <param name="CpuMilliseconds">User and system, since its start.</param>
/// <param name="RssKiB">Resident.</param>
/// <param name="DirtyKiB">
/// Private_Dirty of what it may write: what only it has, and nothing but swapping gets back. Pages of files that it only reads, also those that the
/// machine has not written to its disk yet, are not its own.
/// </param>
internal readonly unsafe partial record struct Footprint(double CpuMilliseconds, long RssKiB, long DirtyKiB)
{
    public static Footprint Of(int pid)
    {
        long rss = 0, dirty = 0;
        var writable = false;
        foreach (var line in File.ReadLines($"/proc/{pid}/smaps"))
        {
            var words = line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[1].Length == 4 && words[1][0] is 'r' or '-' && words[1][3] is 'p' or 's') writable = words[1][1] == 'w';
            else if (words is ["Rss", _, "kB"]) rss += long.Parse(words[1], CultureInfo.InvariantCulture);
            else if (words is ["Private_Dirty", _, "kB"] && writable) dirty += long.Parse(words[1], CultureInfo.InvariantCulture);
        }

        return new Footprint(Cpu(pid), rss, dirty);
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
