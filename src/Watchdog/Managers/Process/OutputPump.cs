using System.Runtime.InteropServices;

namespace Watchdog.Managers;

/// <summary>Carries one child's output from its pipe into its log, on a thread of its own, so that the size of the log is ours to bound.</summary>
internal static class OutputPump
{
    /// <summary>How long the rest is read after the child has ended: whatever left its group may hold the pipe open for ever.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private const int LookUpMilliseconds = 200;

    /// <summary>
    /// Between two pipes' worth of what is dropped anyway: the pipe is full meanwhile, so that whoever floods it waits, and cannot burn a processor of ours.
    /// Some 20 MiB a second are left to it.
    /// </summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private const int BreathEvery = 1 << 20;

    /// <summary>Takes the pipe over.</summary>
    /// <returns>Done when all that the child wrote is in the log: at most a moment after its end.</returns>
    public static Task Run(ChildPipe pipe, BoundedLog log, Task childEnded)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => PumpAll(pipe, log, childEnded, drained), 128 << 10) { IsBackground = true, Name = "child output" }.Start();
        return drained.Task;
    }

    private static void PumpAll(ChildPipe pipe, BoundedLog log, Task childEnded, TaskCompletionSource drained)
    {
        using (pipe) Pump(pipe, log, childEnded);
        log.Settle();
        drained.SetResult();
    }

    private static void Pump(ChildPipe pipe, BoundedLog log, Task childEnded)
    {
        var buffer = new byte[64 << 10];
        var dropped = 0;
        long? endedAt = null;
        while (endedAt is null || Environment.TickCount64 - endedAt < Rest.TotalMilliseconds)
        {
            if (childEnded.IsCompleted) endedAt ??= Environment.TickCount64;
            if (!IsReadable(pipe.ReaderHandle))
            {
                if (endedAt is not null) return;
                continue;
            }

            var read = pipe.Reader.Read(buffer);
            if (read == 0) return;
            dropped = log.Write(buffer.AsSpan(0, read)) ? 0 : dropped + read;
            if (dropped < BreathEvery) continue;
            dropped = 0;
            if (endedAt is null) Task.WaitAny([childEnded], Breath);        // its end is waited for no longer than before
        }
    }

    private static bool IsReadable(SafeHandle pipe)
    {
        var fd = new Libc.PollFd { Fd = (int)pipe.DangerousGetHandle(), Events = Libc.PollIn };
        return Libc.Poll(ref fd, 1, LookUpMilliseconds) > 0;
    }
}
