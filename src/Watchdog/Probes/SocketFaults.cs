using System.Net;
using System.Net.Sockets;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>What a socket's error says about the service, or about us.</summary>
internal static class SocketFaults
{
    public static Fault OfConnect(SocketException e, EndPoint to, string place) => Ours(e.SocketErrorCode, to, place) ?? e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => Fault.Sick(ProbeCodes.Refused, $"nothing listens on {place}"),
        // .NET's word for ENOENT, ENOTDIR: no such socket.
        _ when to is UnixDomainSocketEndPoint && e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.InvalidArgument =>
            Fault.Sick(ProbeCodes.Refused, $"there is no socket {place}"),
        // A Unix socket says at once what TCP says by silence.
        SocketError.WouldBlock or SocketError.TryAgain => Fault.Sick(ProbeCodes.TimeoutConnect, $"the accept backlog of {place} is full"),
        SocketError.TimedOut => Fault.Sick(ProbeCodes.TimeoutConnect, $"{place} accepted no connection"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted =>
            Fault.Sick(ProbeCodes.Reset, $"{place} reset the connection while it was opened"),
        _ => Fault.Sick(ProbeCodes.Unreachable, $"{place} cannot be reached: {Words.Line(e.Message)}"),
    };

    /// <summary>Null when the error is not ours.</summary>
    private static Fault? Ours(SocketError error, EndPoint to, string place) => error switch
    {
        SocketError.TooManyOpenSockets =>
            Fault.Ours(ProbeCodes.OwnDescriptors, "there is no file descriptor left for a connection; raise LimitNOFILE of the watchdog"),
        SocketError.NoBufferSpaceAvailable => Fault.Ours(ProbeCodes.OwnMemory, "the kernel has no memory left for a connection"),
        // On ::1 it means that this machine has no IPv6.
        SocketError.AddressNotAvailable when to.AddressFamily == AddressFamily.InterNetwork =>
            Fault.Ours(ProbeCodes.OwnPorts, $"there is no local port left for a connection to {place}"),
        SocketError.AccessDenied =>
            Fault.Ours(ProbeCodes.OwnAccess, $"we may not connect to {place}; check its permissions and the watchdog's own sandbox"),
        _ => null,
    };
}
