using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>One run of a child: the leader of its session, and all that stays in its group.</summary>
/// <param name="held">The leader.</param>
/// <param name="instance">The process id with its start time: ids are used again.</param>
/// <param name="startedAt">Monotonic since boot.</param>
/// <param name="drained">Its output is in the log; at most a moment after its end, whoever may hold the pipe.</param>
internal sealed class ChildProcess(HeldProcess held, string instance, TimeSpan startedAt, Task drained)
{
    /// <summary>SIGKILL works at once but on a process in uninterruptible sleep (a dead disk), which nothing ends.</summary>
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(5);

    public int Pid => held.Pid;

    public string Instance => instance;

    public TimeSpan StartedAt => startedAt;

    public Task<ChildEnd> Ended => held.Ended;

    public Task Drained => drained;

    /// <summary>Of its own; empty where it has none.</summary>
    public string ControlGroup => held.Group?.Path ?? "";

    /// <summary>
    /// SIGTERM to the whole group, SIGKILL after <paramref name="grace"/>. A stopped process is not continued: it would be given
    /// work to do before it ends, and it is being ended because it hangs.
    /// </summary>
    public async Task<StopResult> StopAsync(TimeSpan grace, TimeProvider time, CancellationToken cancel)
    {
        held.Signal(Libc.SigTerm, all: true);
        if (await EndsWithinAsync(grace, time, cancel)) return StopResult.Ended;
        Kill();
        return await EndsWithinAsync(KillDeadline, time, cancel) ? StopResult.Killed : StopResult.StillThere;
    }

    /// <summary>SIGKILL to the whole group.</summary>
    public void Kill() => held.Signal(Libc.SigKill, all: true);

    /// <summary>Asks it by a signal to write down what it does, and waits a moment for that.</summary>
    /// <returns>For people: <c>"; SIGUSR1 sent before"</c>.</returns>
    public async Task<string> AskForDumpAsync(DumpSignal signal, TimeProvider time, CancellationToken cancel)
    {
        held.Signal(DumpSignals.Number(signal), all: false);
        var name = DumpSignals.Name(signal);
        if (DumpSignals.IsStopped(Pid)) return $"; {name} sent before, while it was stopped";

        return await EndsWithinAsync(DumpSignals.Moment, time, cancel) ? $"; {name} sent before, by which it ended" : $"; {name} sent {Words.Span(DumpSignals.Moment)} before";
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await Ended.WaitAsync(limit, time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

internal enum StopResult
{
    /// <summary>On SIGTERM.</summary>
    Ended,

    /// <summary>On SIGKILL.</summary>
    Killed,

    /// <summary>Not even on SIGKILL.</summary>
    StillThere,
}
