using System.Runtime.InteropServices;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>A child that we have started: until we collect its end, nobody else is given its number.</summary>
internal sealed class OwnProcess : HeldProcess
{
    private readonly Lock _reaping = new();
    private bool _reaped;

    public OwnProcess(int pid, ChildCgroup? group)
        : base(pid, group) => Watch();

    public override void Signal(int signal, bool all)
    {
        lock (_reaping)
        {
            if (!_reaped) _ = Processes.Kill(all ? -Pid : Pid, signal);
        }
    }

    protected override ChildEnd WaitForEnd()
    {
        WaitForZombie();
        Group?.End();
        lock (_reaping)
        {
            // While the leader is a zombie the group's number cannot be given away, so what it left behind can be ended safely.
            _ = Processes.Kill(-Pid, Libc.SigKill);
            _reaped = true;
            return Reap();
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
