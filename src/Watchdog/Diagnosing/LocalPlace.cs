using System.Net;
using System.Net.Sockets;
using Watchdog.Config;

namespace Watchdog.Diagnosing;

/// <summary>Where a check asks, if that is on this machine.</summary>
internal static class LocalPlace
{
    /// <returns>None for a place on another machine, and for one that cannot be resolved; several for a name with several addresses (<c>localhost</c>), in the order in which they are tried.</returns>
    public static async Task<IReadOnlyList<EndPoint>> OfAsync(CheckTarget target, CancellationToken cancel) => target switch
    {
        HttpTarget { UnixSocket: { } path } => [new UnixDomainSocketEndPoint(path)],
        TcpTarget { UnixSocket: { } path } => [new UnixDomainSocketEndPoint(path)],
        HttpTarget http => await OfAsync(http.Url.IdnHost, http.Url.Port, cancel).ConfigureAwait(false),
        TcpTarget { Host: { } host } tcp => await OfAsync(host, tcp.Port, cancel).ConfigureAwait(false),
        _ => [],
    };

    private static async Task<IReadOnlyList<EndPoint>> OfAsync(string host, int port, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var address)) return IsLocal(address) ? [new IPEndPoint(address, port)] : [];

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false);
            return [.. addresses.Where(IsLocal).Select(local => new IPEndPoint(local, port))];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>Only an address of this machine can be bound.</summary>
    private static bool IsLocal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;

        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
