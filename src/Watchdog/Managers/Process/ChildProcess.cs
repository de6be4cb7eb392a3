using System.Runtime.InteropServices;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>One run of a child: the leader of its session, and all that stays in its group.</summary>
internal sealed class ChildProcess
{
    /// <summary>SIGKILL works at once but on a process in uninterruptible sleep (a dead disk), which nothing ends.</summary>
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<ChildEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _reaping = new();
    private bool _reaped;

    private ChildProcess(int pid, TimeSpan startedAt)
    {
        Pid = pid;
        StartedAt = startedAt;
        Instance = $"{pid}:{ProcStat.Read(pid)?.StartTicks ?? startedAt.Ticks}";
        new Thread(WaitForEnd, 128 << 10) { IsBackground = true, Name = $"child {pid}" }.Start();
    }

    public int Pid { get; }

    /// <summary>Monotonic since boot.</summary>
    public TimeSpan StartedAt { get; }

    /// <summary>The process id with its start time: ids are used again.</summary>
    public string Instance { get; }

    public Task<ChildEnd> Ended => _ended.Task;

    /// <summary>Its output is in the log; at most a moment after its end, whoever may hold the pipe.</summary>
    public Task Drained { get; private init; } = Task.CompletedTask;

    /// <summary>Starts it, its output into <paramref name="log"/>. Blocks as the spawner does.</summary>
    /// <returns>The child, or null and why.</returns>
    public static (ChildProcess? Child, Reason Failure) Start(ProcessConfig config, BoundedLog log, TimeProvider time)
    {
        var pump = new OutputPump(log);
        var (pid, failure) = Spawner.Start(config, pump.Writer);
        if (pid == 0)
        {
            pump.Dispose();
            return (null, failure);
        }

        var child = new ChildProcess(pid, time.GetElapsedTime(0)) { Drained = pump.Drained };
        pump.Run(child.Ended);
        return (child, default);
    }

    /// <summary>
    /// SIGTERM to the whole group, SIGKILL after <paramref name="grace"/>. A stopped process is not continued: it would be given
    /// work to do before it ends, and it is being ended because it hangs.
    /// </summary>
    public async Task<StopResult> StopAsync(TimeSpan grace, TimeProvider time, CancellationToken cancel)
    {
        Signal(Libc.SigTerm);
        if (await EndsWithinAsync(grace, time, cancel)) return StopResult.Ended;
        Signal(Libc.SigKill);
        return await EndsWithinAsync(KillDeadline, time, cancel) ? StopResult.Killed : StopResult.StillThere;
    }

    /// <summary>Asks it by a signal to write down what it does, and waits a moment for that.</summary>
    /// <returns>For people: <c>"; SIGUSR1 sent before"</c>.</returns>
    public async Task<string> AskForDumpAsync(DumpSignal signal, TimeProvider time, CancellationToken cancel)
    {
        SignalLeader(DumpSignals.Number(signal));
        var name = DumpSignals.Name(signal);
        if (DumpSignals.IsStopped(Pid)) return $"; {name} sent before, while it was stopped";

        return await EndsWithinAsync(DumpSignals.Moment, time, cancel) ? $"; {name} sent before, by which it ended" : $"; {name} sent {Words.Span(DumpSignals.Moment)} before";
    }

    /// <summary>Signals the whole group. A group that has ended is left alone: its number may be another's by now.</summary>
    public void Signal(int signal)
    {
        lock (_reaping)
        {
            if (!_reaped) _ = Libc.Kill(-Pid, signal);
        }
    }

    /// <summary>Signals the leader alone.</summary>
    public void SignalLeader(int signal)
    {
        lock (_reaping)
        {
            if (!_reaped) _ = Libc.Kill(Pid, signal);
        }
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

    private void WaitForEnd()
    {
        WaitForZombie();
        lock (_reaping)
        {
            // While the leader is a zombie the group's number cannot be given away, so what it left behind can be ended safely.
            _ = Libc.Kill(-Pid, Libc.SigKill);
            var end = Reap();
            _reaped = true;
            _ended.TrySetResult(end);
        }
    }

    private unsafe void WaitForZombie()
    {
        var info = stackalloc byte[Libc.OpaqueSize];
        while (Libc.WaitId(Libc.ById, Pid, info, Libc.WaitForEndAndLeave) != 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }
    }

    private ChildEnd Reap()
    {
        while (true)
        {
            if (Libc.WaitPid(Pid, out var status, 0) == Pid) return ChildEnd.FromWaitStatus(status);
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted) return ChildEnd.Untold;
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
