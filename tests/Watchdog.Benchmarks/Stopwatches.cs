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

    /// <summary>Runs a command once, its output thrown away, and prints its wall and CPU time in seconds and the most memory that it had resident, in KiB.</summary>
    public static int Peak(string[] command)
    {
        var clock = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        var wall = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var usage = stackalloc long[18];
        if (getrusage(-1, usage) != 0) throw new InvalidOperationException("getrusage");
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{wall:0.0000} {ChildrenCpu() / 1e3:0.0000} {usage[4]}"));
        return process.ExitCode;
    }

    private static double ChildrenCpu()
    {
        var usage = stackalloc long[18];        // struct rusage: two timevals, then 14 longs
        return getrusage(-1, usage) == 0 ? ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3) : throw new InvalidOperationException("getrusage");
    }

    [LibraryImport("libc")]
    private static partial int getrusage(int who, long* usage);
}
