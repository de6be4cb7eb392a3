using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Watchdog.Benchmarks;

/// <summary>Runs a command again and again and prints, for each, wall and CPU time (user and system, children included) in ms.</summary>
internal static unsafe partial class Stopwatches
{
    public static int Run(int rounds, string[] command)
    {
        for (var i = -1; i < rounds; i++)
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
            var cpu = ChildrenCpu();
            var clock = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var wall = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");

            // The first one fills the page cache.
            if (i >= 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall:0.000} {ChildrenCpu() - cpu:0.000}"));
        }

        return 0;
    }

    private static double ChildrenCpu()
    {
        var usage = stackalloc long[18];        // struct rusage: two timevals, then 14 longs
        return getrusage(-1, usage) == 0 ? ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3) : throw new InvalidOperationException("getrusage");
    }

    [LibraryImport("libc")]
    private static partial int getrusage(int who, long* usage);
}
