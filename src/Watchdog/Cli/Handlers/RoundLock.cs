using System.Diagnostics;
using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Cli.Handlers;

/// <summary>
/// The state's lock, for one round. Under systemd's timer a round that hangs is ended by its unit (<c>TimeoutStartSec=10min</c>); under cron and launchd nobody
/// ends it, and each round after it would find the lock held, for ever. So the next one ends it. What was decided is on record before it is done: nothing is
/// lost by that.
/// </summary>
internal static class RoundLock
{
    private const string Command = "watchdog check";
    private const int SigKill = 9;

    /// <summary>What the timer's unit gives a round.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>SIGKILL ends at once what is not in the kernel for good.</summary>
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes it, or says who has it.</summary>
    /// <param name="folder">The state folder, prepared.</param>
    /// <param name="time">The clock.</param>
    /// <param name="longest">After that, a round that holds the lock hangs.</param>
    /// <param name="told">Why it was not taken, or from whom; null where it was free.</param>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static StateLock? Take(string folder, TimeProvider time, TimeSpan longest, out string? told)
    {
        told = null;
        if (StateLock.TryTake(folder, Command, time, out var holder) is { } free) return free;

        told = $"the state is in use by {holder}";
        // The number and the start: never whoever has the number since.
        if (holder is not { Command: Command, Process: { Lives: true } round } || Age(round, time) < longest) return null;

        if (Processes.Signal(round.Pid, SigKill) is { } refused)
        {
            told += $"; it hangs and cannot be ended ({refused}): kill -9 {round.Pid}";
            return null;
        }

        var held = AfterItsEnd(folder, time);
        told += held is null ? "; it hangs and does not end on SIGKILL either: it waits for the kernel, a disk or a network file system" : "; it hung and was ended";
        return held;
    }

    private static TimeSpan Age(ProcessIdentity round, TimeProvider time) => time.GetElapsedTime(0) - round.StartedAt(time);

    private static StateLock? AfterItsEnd(string folder, TimeProvider time)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < s_end; Thread.Sleep(s_pause))
        {
            if (StateLock.TryTake(folder, Command, time, out _) is { } held) return held;
        }

        return null;
    }
}
