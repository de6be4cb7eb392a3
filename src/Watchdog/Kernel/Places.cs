using System.Net;
using System.Net.Sockets;

namespace Watchdog.Kernel;

/// <summary>Which sockets stand for an address, as the kernel chooses them.</summary>
internal static class Places
{
    /// <summary>IPv4 that an IPv6 socket carries, as IPv4; without the scope, which sock_diag does not tell.</summary>
    public static IPEndPoint Plain(IPEndPoint place)
    {
        var address = place.Address;
        if (address.IsIPv4MappedToIPv6) return new IPEndPoint(address.MapToIPv4(), place.Port);
        return address.IsIPv6LinkLocal ? new IPEndPoint(new IPAddress(address.GetAddressBytes()), place.Port) : place;
    }

    /// <summary>A connection to "any address" goes to the loopback.</summary>
    public static IPEndPoint Target(IPEndPoint place)
    {
        var plain = Plain(place);
        if (plain.Address.Equals(IPAddress.Any)) return new IPEndPoint(IPAddress.Loopback, plain.Port);
        return plain.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, plain.Port) : plain;
    }

    /// <summary>
    /// The listeners that would take a connection to <paramref name="target"/>: those of the exact address, else those of any address of its family, else,
    /// for IPv4, those of any IPv6 address that take IPv4 too. Where it is unknown whether they do, they do: with nobody else there they have to.
    /// </summary>
    public static List<TcpRow> ListenersFor(IPEndPoint target, IReadOnlyCollection<TcpRow> rows)
    {
        var listeners = rows.Where(row => row.State == SocketState.Listen && row.Local.Port == target.Port).ToList();
        var isV4 = target.AddressFamily == AddressFamily.InterNetwork;
        return NotEmpty(listeners.Where(row => row.Local.Address.Equals(target.Address)))
            ?? NotEmpty(listeners.Where(row => row.Local.Address.Equals(isV4 ? IPAddress.Any : IPAddress.IPv6Any)))
            ?? listeners.FindAll(row => isV4 && row.Local.Address.Equals(IPAddress.IPv6Any) && row.OnlyV6 != true);
    }

    /// <summary>The connections to whoever would take one to <paramref name="target"/>; with nobody there, all that are left of its port.</summary>
    public static List<TcpRow> ConnectionsOf(IPEndPoint target, List<TcpRow> rows)
    {
        var listeners = rows.FindAll(row => row.State == SocketState.Listen);
        var ours = ListenersFor(target, listeners);
        return rows.FindAll(row => row.State != SocketState.Listen && row.Local.Port == target.Port
            && (ours.Count == 0 || ListenersFor(row.Local, listeners).SequenceEqual(ours)));
    }

    private static List<TcpRow>? NotEmpty(IEnumerable<TcpRow> rows) => rows.ToList() is { Count: > 0 } some ? some : null;
}
