using Microsoft.Win32.SafeHandles;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>
/// A child of an earlier run of ours, which init or a subreaper has made its own: that one collects its end, so that we are not told how it was. Each signal
/// asks first whether the number is still that process's.
/// </summary>
internal sealed class AdoptedProcess : HeldProcess
{
    /// <summary>Where nothing tells of the end: before Linux 5.3, and on macOS.</summary>
    private const int LookMilliseconds = 500;

    /// <summary>Where a descriptor tells of it: for what nobody has thought of.</summary>
    private const int ToldLookMilliseconds = 10_000;

    private readonly ProcessIdentity _identity;
    private readonly bool _mayBeTold;
    private readonly Lock _ending = new();
    private bool _over;

    /// <param name="identity">Of the leader.</param>
    /// <param name="group">Its control group, if it has one.</param>
    /// <param name="mayBeTold">False: as where nothing tells of the end.</param>
    public AdoptedProcess(ProcessIdentity identity, ChildCgroup? group, bool mayBeTold = true)
        : base(identity.Pid, group)
    {
        (_identity, _mayBeTold) = (identity, mayBeTold && OperatingSystem.IsLinux());
        Watch();
    }

    public override void Signal(int signal, bool all)
    {
        lock (_ending)
        {
            if (!_over && _identity.Lives) _ = Processes.Kill(all ? -Pid : Pid, signal);
        }
    }

    protected override ChildEnd WaitForEnd()
    {
        WaitUntilOver();
        lock (_ending)
        {
            _over = true;

            // A number is not given away while a group has it: where another process has it, there is no such group any more.
            if (ProcessIdentity.Of(Pid) is not { } now || now == _identity) _ = Processes.Kill(-Pid, Libc.SigKill);
        }

        Group?.End();
        return ChildEnd.Untold;
    }

    private void WaitUntilOver()
    {
        // Opened before it is looked at: what the descriptor stands for is then the process that was there at the look.
        using var told = _mayBeTold ? Syscalls.OpenProcess(Pid) : new SafeFileHandle();
        var look = told.IsInvalid ? LookMilliseconds : ToldLookMilliseconds;
        while (_identity.Lives)
        {
            var fd = new Libc.PollFd { Fd = (int)told.DangerousGetHandle(), Events = Libc.PollIn };
            if (Libc.Poll(ref fd, told.IsInvalid ? 0u : 1u, look) > 0) return;
        }
    }
}
