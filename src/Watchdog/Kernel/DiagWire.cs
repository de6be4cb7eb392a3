using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Watchdog.Kernel;

/// <summary>
/// sock_diag's messages, byte by byte: linux/netlink.h, linux/inet_diag.h, linux/unix_diag.h. Numbers are in the machine's order, ports and addresses
/// in the network's. Whatever does not look like a message is skipped.
/// </summary>
internal static class DiagWire
{
    /// <summary>Asked for where every port is meant: the kernel compares only a port that is not 0.</summary>
    public const int AnyPort = 0;

    private const int HeaderSize = 16;
    private const int InetRequestSize = 56;
    private const int InetSize = 72;
    private const int UnixRequestSize = 24;
    private const int UnixSize = 16;

    private const ushort ErrorType = 2;
    private const ushort DoneType = 3;
    private const ushort ByFamilyType = 20;
    private const ushort RequestDump = 0x301;

    private const byte UnixFamily = 1;
    private const byte InetFamily = 2;
    private const byte Inet6Family = 10;
    private const byte Tcp = 6;

    private const uint ListenStates = 1 << (int)SocketState.Listen;
    private const uint AllStates = 0xFFF;

    private const int InetOnlyV6 = 11;
    private const int InetCgroup = 21;
    private const int UnixName = 0;
    private const int UnixFile = 1;
    private const int UnixQueue = 4;
    private const int UnixUser = 7;
    private const uint ShowNameFileQueueUser = 0x1 | 0x2 | 0x10 | 0x40;

    /// <summary>TCP sockets of one local port, over IPv4 or IPv6: its listeners, or all.</summary>
    public static byte[] AskTcp(AddressFamily family, int port, bool onlyListeners)
    {
        var request = Dump(InetRequestSize);
        var body = request.AsSpan(HeaderSize);
        body[0] = family == AddressFamily.InterNetworkV6 ? Inet6Family : InetFamily;
        body[1] = Tcp;
        Write(body, 4, onlyListeners ? ListenStates : AllStates);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], (ushort)port);
        // No cookie: any socket.
        body[48..].Fill(0xFF);
        return request;
    }

    /// <summary>All Unix sockets that listen.</summary>
    public static byte[] AskUnixListeners()
    {
        var request = Dump(UnixRequestSize);
        var body = request.AsSpan(HeaderSize);
        body[0] = UnixFamily;
        Write(body, 4, ListenStates);
        Write(body, 12, ShowNameFileQueueUser);
        body[16..].Fill(0xFF);
        return request;
    }

    /// <summary>Null while more datagrams follow; else 0, or the error number for which the dump ends.</summary>
    public static int? EndOf(ReadOnlySpan<byte> datagram)
    {
        while (TryNext(ref datagram, out var type, out var body))
        {
            if (type is DoneType or ErrorType) return body.Length >= 4 ? -Math.Clamp(MemoryMarshal.Read<int>(body), -int.MaxValue, 0) : 0;
        }

        return null;
    }

    public static List<TcpRow> TcpRows(ReadOnlySpan<byte> messages)
    {
        var rows = new List<TcpRow>();
        while (TryNext(ref messages, out var type, out var body))
        {
            if (type == ByFamilyType && body.Length >= InetSize && body[0] is InetFamily or Inet6Family) rows.Add(ReadTcp(body));
        }

        return rows;
    }

    public static List<UnixRow> UnixRows(ReadOnlySpan<byte> messages)
    {
        var rows = new List<UnixRow>();
        while (TryNext(ref messages, out var type, out var body))
        {
            if (type == ByFamilyType && body.Length >= UnixSize && body[0] == UnixFamily) rows.Add(ReadUnix(body));
        }

        return rows;
    }

    private static TcpRow ReadTcp(ReadOnlySpan<byte> body)
    {
        var addressSize = body[0] == InetFamily ? 4 : 16;
        var onlyV6 = Attribute(body[InetSize..], InetOnlyV6);
        var cgroup = Attribute(body[InetSize..], InetCgroup);
        return new TcpRow(
            (SocketState)body[1],
            Place(body.Slice(8, addressSize), body[4..]),
            Place(body.Slice(24, addressSize), body[6..]),
            Read(body, 56),
            Read(body, 60),
            Read(body, 64),
            Read(body, 68),
            cgroup.Length >= 8 ? MemoryMarshal.Read<ulong>(cgroup) : 0,
            onlyV6.Length >= 1 ? onlyV6[0] != 0 : null);
    }

    private static UnixRow ReadUnix(ReadOnlySpan<byte> body)
    {
        var attributes = body[UnixSize..];
        var file = Attribute(attributes, UnixFile);
        var queue = Attribute(attributes, UnixQueue);
        return new UnixRow(
            Encoding.UTF8.GetString(Attribute(attributes, UnixName).TrimEnd((byte)0)),
            Read(file, 0),
            Read(file, 4),
            Read(queue, 0),
            Read(queue, 4),
            Read(Attribute(attributes, UnixUser), 0),
            Read(body, 4));
    }

    private static IPEndPoint Place(ReadOnlySpan<byte> address, ReadOnlySpan<byte> port)
    {
        var ip = new IPAddress(address);
        return new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, BinaryPrimitives.ReadUInt16BigEndian(port));
    }

    /// <summary>Empty when it is not there.</summary>
    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> attributes, int wanted)
    {
        while (attributes.Length >= 4)
        {
            int length = MemoryMarshal.Read<ushort>(attributes);
            if (length < 4 || length > attributes.Length) return default;
            if (MemoryMarshal.Read<ushort>(attributes[2..]) == wanted) return attributes[4..length];
            attributes = attributes[Math.Min(Aligned(length), attributes.Length)..];
        }

        return default;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> messages, out ushort type, out ReadOnlySpan<byte> body)
    {
        type = 0;
        body = default;
        if (messages.Length < HeaderSize) return false;
        var length = MemoryMarshal.Read<uint>(messages);
        if (length < HeaderSize || length > messages.Length) return false;
        type = MemoryMarshal.Read<ushort>(messages[4..]);
        body = messages[HeaderSize..(int)length];
        messages = messages[Math.Min(Aligned((int)length), messages.Length)..];
        return true;
    }

    private static byte[] Dump(int bodySize)
    {
        var request = new byte[HeaderSize + bodySize];
        Write(request, 0, (uint)request.Length);
        MemoryMarshal.Write(request.AsSpan(4), ByFamilyType);
        MemoryMarshal.Write(request.AsSpan(6), RequestDump);
        return request;
    }

    private static uint Read(ReadOnlySpan<byte> bytes, int at) => bytes.Length >= at + 4 ? MemoryMarshal.Read<uint>(bytes[at..]) : 0;

    private static void Write(Span<byte> bytes, int at, uint value) => MemoryMarshal.Write(bytes[at..], value);

    private static int Aligned(int length) => (length + 3) & ~3;
}
