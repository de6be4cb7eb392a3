namespace Watchdog.Managers;

/// <summary>A process whose end we notice, and which is signalled only while its number is surely its own.</summary>
internal abstract class HeldProcess(int pid, ChildCgroup? group)
{
    private readonly TaskCompletionSource<ChildEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid => pid;

    /// <summary>Its control group, where it has one of its own.</summary>
    public ChildCgroup? Group => group;

    /// <summary>It has ended, and with it all that stayed in its process group or its control group.</summary>
    public Task<ChildEnd> Ended => _ended.Task;

    /// <summary>
    /// Signals it, and with <paramref name="all"/> its whole process group. One that has ended is left alone: its number may be another's by now.
    /// </summary>
    public abstract void Signal(int signal, bool all);

    /// <summary>Blocks until it has ended and what it left behind is ended too.</summary>
    protected abstract ChildEnd WaitForEnd();

    /// <summary>From here on its end is noticed.</summary>
    protected void Watch() => new Thread(() => _ended.TrySetResult(WaitForEnd()), 128 << 10) { IsBackground = true, Name = $"child {pid}" }.Start();
}
