using System.Globalization;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Evidence.Collectors;

/// <summary>
/// Sees to it that a debugger which was killed leaves no process stopped: the stop by which it attached is delivered when it dies. What was stopped before stays
/// stopped.
/// </summary>
internal sealed class StoppedCare(TimeProvider time)
{
    /// <summary>The kernel lets a process go when its tracer's end is done with, which comes after it was waited for.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(30);

    private const int Looks = 3;

    /// <summary>SIGSTOP is 19 on every Linux that .NET runs on.</summary>
    private const ulong StopBit = 1UL << (19 - 1);

    /// <summary>Whether it is stopped, or held by another debugger.</summary>
    public static bool IsStopped(int pid) => ProcStat.Read(pid) is { State: 'T' or 't' };

    /// <summary>Whether the stop waits for a thread that the kernel does not let go of (a dead disk): it would come whenever that answers.</summary>
    private static bool IsToStop(int pid) => Folder.Read($"/proc/{pid}/task", ThreadLook.Most).Names.Any(thread => IsPending(SmallFile.Read($"/proc/{pid}/task/{thread}/status")));

    /// <param name="status">Of a thread: <c>SigPnd: 0000000000040000</c>, a bit for each signal.</param>
    private static bool IsPending(string? status)
    {
        foreach (var line in (status ?? "").AsSpan().EnumerateLines())
        {
            if (!line.StartsWith("SigPnd:", StringComparison.Ordinal) && !line.StartsWith("ShdPnd:", StringComparison.Ordinal)) continue;
            if (ulong.TryParse(line[7..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var set) && (set & StopBit) != 0) return true;
        }

        return false;
    }

    /// <summary>Looks for a moment, whatever is cancelled. Never throws.</summary>
    /// <param name="before">It, as it ran before.</param>
    /// <returns>What was done about it, or could not be; null where it goes on.</returns>
    public async Task<string?> LetGoAsync(ProcessIdentity before)
    {
        for (var i = 0; i < Looks; i++)
        {
            if (before.Lives && (ProcStat.Read(before.Pid) is { State: 'T' } || IsToStop(before.Pid)))
            {
                return Processes.Signal(before.Pid, Libc.SigContinue) is { } why
                    ? $"pid {before.Pid} was left stopped by it and could not be told to go on ({why}): kill -CONT {before.Pid}"
                    : $"pid {before.Pid} was left stopped by it, and was told to go on";
            }

            await Task.Delay(s_look, time, CancellationToken.None).ConfigureAwait(false);
        }

        return null;
    }
}
