namespace Watchdog.Kernel;

/// <summary>The states of a socket that we tell apart, with the kernel's numbers (tcp_states.h).</summary>
internal enum SocketState : byte
{
    Established = 1,

    /// <summary>The other end has closed, ours has not.</summary>
    CloseWait = 8,

    Listen = 10,
}
