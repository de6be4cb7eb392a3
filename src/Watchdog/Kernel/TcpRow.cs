using System.Net;

namespace Watchdog.Kernel;

/// <summary>A TCP socket, as sock_diag or <c>/proc/net/tcp</c> tells it. IPv4 addresses that an IPv6 socket carries are given as IPv4.</summary>
/// <param name="Local">Where it is bound.</param>
/// <param name="Remote">Who is at the other end; all zero for a listener.</param>
/// <param name="Queued">Listener: connections that wait to be accepted. Else: bytes that wait to be read.</param>
/// <param name="Limit">Listener: how many may wait, 0 where unknown.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Inode">0: no descriptor leads to it. It waits to be accepted, or is left by its process.</param>
/// <param name="CgroupId">Where it was made; 0 where unknown.</param>
/// <param name="OnlyV6">Takes no IPv4; null where unknown.</param>
internal sealed record TcpRow(
    SocketState State, IPEndPoint Local, IPEndPoint Remote, long Queued, long Limit, uint User, long Inode, ulong CgroupId, bool? OnlyV6)
{
    /// <summary>Bytes that wait to be sent, or to be acknowledged; 0 where unknown.</summary>
    public long Unsent { get; init; }
}
