using System.Globalization;
using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>Which process it is: numbers are used again, and a number with the time of its start is not.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Start">When it began: on Linux in clock ticks since boot, on macOS in microseconds since 1970.</param>
internal readonly partial record struct ProcessIdentity(int Pid, long Start)
{
    private const int BsdInfo = 3;
    private const int BsdInfoSize = 136;
    private const uint Zombie = 5;

    /// <summary>Whether this very process is there and has not ended; a zombie has.</summary>
    public bool Lives => Read(Pid) is { IsOver: false } now && now.Start == Start;

    /// <summary>That of the process which has the number now, be it one that has ended and waits for its parent; null for none.</summary>
    public static ProcessIdentity? Of(int pid) => Read(pid) is { } now ? new ProcessIdentity(pid, now.Start) : null;

    /// <summary>That of the process which has the number now and has not ended; null for none.</summary>
    public static ProcessIdentity? OfLiving(int pid) => Read(pid) is { IsOver: false } now ? new ProcessIdentity(pid, now.Start) : null;

    /// <summary>On our clock, which does not count the time asleep: earlier than true by what the machine slept before it began.</summary>
    public TimeSpan StartedAt(TimeProvider time)
    {
        var now = time.GetElapsedTime(0);
        var began = OperatingSystem.IsMacOS()
            ? now - (time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromMicroseconds(Start))
            : new TimeSpan(Start * ProcStat.TimeOfTick) - SleepClock.Asleep();
        return began < now ? began : now;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pid}:{Start}");

    private static (long Start, bool IsOver)? Read(int pid)
    {
        if (OperatingSystem.IsMacOS()) return ReadMac(pid);
        // A main thread that has ended before the others looks like a zombie.
        return ProcStat.Read(pid) is { } stat ? (stat.StartTicks, stat.IsOver && stat.Threads <= 1) : null;
    }

    /// <summary>struct proc_bsdinfo is 136 bytes; pbi_status stands at 4, pbi_start_tvsec at 120, pbi_start_tvusec at 128.</summary>
    private static unsafe (long Start, bool IsOver)? ReadMac(int pid)
    {
        var buffer = stackalloc byte[BsdInfoSize];
        if (ProcPidInfo(pid, BsdInfo, 0, buffer, BsdInfoSize) != BsdInfoSize) return null;
        return (*(long*)(buffer + 120) * 1_000_000 + *(long*)(buffer + 128), *(uint*)(buffer + 4) == Zombie);
    }

    [LibraryImport("libproc", EntryPoint = "proc_pidinfo", SetLastError = true)]
    private static unsafe partial int ProcPidInfo(int pid, int flavor, ulong argument, byte* buffer, int size);
}
