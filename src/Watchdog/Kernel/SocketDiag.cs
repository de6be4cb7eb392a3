using System.Net;
using System.Net.Sockets;
using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>
/// The sockets of our network namespace, by sock_diag, else by <c>/proc/net/tcp</c>. Takes some milliseconds, and on a sick machine some seconds: not
/// for a loop's own thread. Never throws.
/// </summary>
/// <param name="dump">Asks the kernel: <see cref="Netlink.Dump"/>.</param>
/// <param name="proc">Where proc is mounted.</param>
internal sealed class SocketDiag(Func<byte[], NetlinkReply> dump, string proc)
{
    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    public static SocketDiag OfThisMachine { get; } = new(Netlink.Dump, "/proc");

    /// <summary>Who would take a connection to this address or Unix socket.</summary>
    public ListenerLook Listeners(EndPoint place)
    {
        if (!OperatingSystem.IsLinux()) return ListenerLook.NotSeen(Unseen.NotLinux);
        return place switch
        {
            IPEndPoint ip => TcpListeners(Places.Target(ip)),
            UnixDomainSocketEndPoint unix => UnixListeners(unix.ToString()),
            _ => ListenerLook.NotSeen(Unseen.NoAddress),
        };
    }

    /// <summary>
    /// The connections that clients have to whoever listens at this address, seen from the server's side: to all of the machine's addresses when it listens
    /// at all of them.
    /// </summary>
    public ConnectionLook Connections(EndPoint place)
    {
        if (!OperatingSystem.IsLinux()) return ConnectionLook.NotSeen(Unseen.NotLinux);
        if (place is UnixDomainSocketEndPoint) return ConnectionLook.NotSeen(Unseen.UnixConnections);
        if (place is not IPEndPoint ip) return ConnectionLook.NotSeen(Unseen.NoAddress);

        var (rows, cut, unseen) = TcpRows(ip.Port, onlyListeners: false);
        return unseen.Code is null ? ConnectionLook.Of(Places.ConnectionsOf(Places.Target(ip), rows), cut) : ConnectionLook.NotSeen(unseen);
    }

    /// <summary>Every TCP socket of the machine that takes connections; none, and why, where the kernel does not tell.</summary>
    public (IReadOnlyList<TcpRow> Rows, bool Cut, Reason Unseen) AllListeners()
    {
        if (!OperatingSystem.IsLinux()) return ([], false, Unseen.NotLinux);
        var (rows, cut, unseen) = TcpRows(DiagWire.AnyPort, onlyListeners: true);
        return (rows.FindAll(row => row.State == SocketState.Listen), cut, unseen);
    }

    private ListenerLook TcpListeners(IPEndPoint target)
    {
        var (rows, cut, unseen) = TcpRows(target.Port, onlyListeners: true);
        if (unseen.Code is not null) return ListenerLook.NotSeen(unseen);
        var listeners = Places.ListenersFor(target, rows);
        return new ListenerLook([.. listeners.Select(row => new Listener(row.Queued, row.Limit, row.Inode, row.CgroupId, row.User))], cut);
    }

    /// <summary>By the file at the path, so through links as well; else by the name, since overlays and btrfs number their files differently.</summary>
    private ListenerLook UnixListeners(string path)
    {
        var reply = dump(DiagWire.AskUnixListeners());
        if (reply.Error != 0) return ListenerLook.NotSeen(Unseen.Refused(reply.Error));

        var rows = DiagWire.UnixRows(reply.Bytes.Span);
        var file = FileId.Of(path);
        var found = rows.FindAll(row => file is { } id && row.FileInode == (uint)id.Inode && row.FileDevice == ((id.Major << 20) | id.Minor));
        if (found.Count == 0) found = rows.FindAll(row => row.Name == path);
        return new ListenerLook([.. found.Select(row => new Listener(row.Queued, row.Limit, row.Inode, 0, row.User))], reply.Cut);
    }

    private (List<TcpRow> Rows, bool Cut, Reason Unseen) TcpRows(int port, bool onlyListeners)
    {
        var rows = new List<TcpRow>();
        var cut = false;
        foreach (var family in Families)
        {
            var reply = dump(DiagWire.AskTcp(family, port, onlyListeners));
            if (reply.Error != 0) return ProcNetTcp.Read(proc, port) is { } read ? (read.Rows, read.Cut, default) : ([], false, Unseen.Refused(reply.Error));
            rows.AddRange(DiagWire.TcpRows(reply.Bytes.Span));
            cut |= reply.Cut;
        }

        return (rows, cut, default);
    }
}
