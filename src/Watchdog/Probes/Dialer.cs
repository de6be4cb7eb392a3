using System.Net;
using System.Net.Sockets;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>Opens a fresh connection to one place. Shared by the HTTP and the TCP probe.</summary>
/// <param name="host">Name or address; not used with a Unix socket.</param>
/// <param name="port">1 to 65535; not used with a Unix socket.</param>
/// <param name="unixSocket">Path, or null.</param>
internal sealed class Dialer(string host, int port, string? unixSocket)
{
    private readonly IPEndPoint? address = unixSocket is null && IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, port) : null;

    /// <summary>Where it goes, for a sentence: <c>127.0.0.1:8787</c> or the socket's path.</summary>
    public string Place => unixSocket ?? (host.Contains(':') ? $"[{host.Trim('[', ']')}]:{port}" : $"{host}:{port}");

    /// <summary>Never throws: an expired deadline, too, is a fault. (After a shutdown the caller throws.)</summary>
    public ValueTask<Dialed> DialAsync(Deadline deadline)
    {
        if (unixSocket is not null)
            return DialUnixAsync(unixSocket, deadline);

        return address is not null ? ConnectAsync(address, deadline) : DialNameAsync(deadline);
    }

    private ValueTask<Dialed> DialUnixAsync(string path, Deadline deadline)
    {
        try
        {
            return ConnectAsync(new UnixDomainSocketEndPoint(path), deadline);
        }
        catch (ArgumentException)
        {
            return new(new Dialed(null, Fault.Ours(ProbeCodes.OwnError, $"{Place} is no possible path of a Unix socket (at most 107 bytes)")));
        }
    }

    private async ValueTask<Dialed> DialNameAsync(Deadline deadline)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(host, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return new Dialed(null, Fault.Alert(ProbeCodes.TimeoutDns, $"the name {host} was not resolved in {Words.Span(deadline.Timeout)}"));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return new Dialed(null, Fault.Alert(ProbeCodes.DnsFailed, $"the name {host} cannot be resolved: {Words.Line(e.Message)}"));
        }

        var last = new Dialed(null, Fault.Alert(ProbeCodes.DnsFailed, $"the name {host} has no address"));
        for (var i = 0; i < addresses.Length && !deadline.IsOver; i++)
        {
            // One silent address must not eat the time of the next.
            using var share = deadline.Share(addresses.Length - i);
            var dialed = await ConnectAsync(new IPEndPoint(addresses[i], port), share);
            if (dialed.Socket is not null || dialed.Fault.Look == Core.Look.Unknown)
                return dialed;
            if (i == 0 || dialed.Fault.Reason.Code != ProbeCodes.Unreachable)
                last = dialed;
        }

        return last;
    }

    private async ValueTask<Dialed> ConnectAsync(EndPoint to, Deadline deadline)
    {
        Socket? socket = null;
        try
        {
            var isUnix = to.AddressFamily == AddressFamily.Unix;
            socket = new Socket(to.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
            if (!isUnix)
                socket.NoDelay = true;
            await socket.ConnectAsync(to, deadline.Token);
            return new Dialed(socket, default);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return new Dialed(null, Fault.Sick(ProbeCodes.TimeoutConnect, $"{Place} accepted no connection in {Words.Span(deadline.Timeout)}"));
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return new Dialed(null, SocketFaults.OfConnect(e, to, Place));
        }
    }
}

/// <summary>A connected socket, or why there is none.</summary>
internal readonly record struct Dialed(Socket? Socket, Fault Fault);
