using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Watchdog.Managers;

/// <summary>Carries one child's output from a pipe into its log, on a thread of its own, so that the size of the log is ours to bound.</summary>
internal sealed class OutputPump : IDisposable
{
    /// <summary>How long the rest is read after the child has ended: whatever left its group may hold the pipe open for ever.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private const int LookUpMilliseconds = 200;

    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BoundedLog _log;

    public OutputPump(BoundedLog log) => _log = log;

    /// <summary>The child's end.</summary>
    public SafeHandle Writer => _pipe.ClientSafePipeHandle;

    /// <summary>All that it wrote is in the log. At most a moment after its end.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Takes over: call it once the child has its end, and do not dispose the pump any more.</summary>
    public void Run(Task childEnded)
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        new Thread(() => PumpAll(childEnded), 128 << 10) { IsBackground = true, Name = "child output" }.Start();
    }

    public void Dispose() => _pipe.Dispose();

    private void PumpAll(Task childEnded)
    {
        Pump(childEnded);
        _drained.SetResult();
    }

    private void Pump(Task childEnded)
    {
        using var pipe = _pipe;
        var buffer = new byte[16 << 10];
        long? endedAt = null;
        while (endedAt is null || Environment.TickCount64 - endedAt < Rest.TotalMilliseconds)
        {
            if (childEnded.IsCompleted) endedAt ??= Environment.TickCount64;
            if (!Readable())
            {
                if (endedAt is not null) return;
                continue;
            }

            var read = pipe.Read(buffer);
            if (read == 0) return;
            _log.Write(buffer.AsSpan(0, read));
        }
    }

    private bool Readable()
    {
        var fd = new Libc.PollFd { Fd = (int)_pipe.SafePipeHandle.DangerousGetHandle(), Events = Libc.PollIn };
        return Libc.Poll(ref fd, 1, LookUpMilliseconds) > 0;
    }
}
