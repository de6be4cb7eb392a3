using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>
/// <c>/proc/net/tcp</c> and <c>tcp6</c> (proc(5)), for where netlink is refused, and for those of another network namespace: slower, since every socket of the machine is told, and without the
/// limit of a listener's backlog and its cgroup.
/// </summary>
internal static class ProcNetTcp
{
    /// <summary>Lines read of each file; a line costs 10 µs, half of it in the kernel.</summary>
    private const int MostLines = 20_000;

    /// <summary>The sockets of a local port, or of <see cref="DiagWire.AnyPort"/>.</summary>
    /// <returns>Null when there is no such file.</returns>
    public static (List<TcpRow> Rows, bool Cut)? Read(string proc, int port)
    {
        var rows = new List<TcpRow>();
        if (!TryAdd($"{proc}/net/tcp", port, rows, out var cut)) return null;
        // Absent where IPv6 is switched off.
        TryAdd($"{proc}/net/tcp6", port, rows, out var cut6);
        return (rows, cut || cut6);
    }

    /// <returns>Null for what is no such line.</returns>
    internal static TcpRow? Parse(string line)
    {
        var fields = line.Split(' ', 11, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 10 || Place(fields[1]) is not { } local || Place(fields[2]) is not { } remote) return null;
        if (!byte.TryParse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var state)) return null;
        var colon = fields[4].IndexOf(':');
        if (colon < 0 || !uint.TryParse(fields[4].AsSpan(0, colon), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unsent)) return null;
        if (!uint.TryParse(fields[4].AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var queued)) return null;
        if (!uint.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out var user)) return null;
        if (!long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)) return null;
        return new TcpRow((SocketState)state, local, remote, queued, 0, user, inode, 0, null) { Unsent = unsent };
    }

    /// <summary>A file of that form: <c>tcp</c>, <c>tcp6</c>, <c>udp</c> and <c>udp6</c> have it. False when there is no such file.</summary>
    internal static bool TryAdd(string path, int port, List<TcpRow> rows, out bool cut)
    {
        cut = false;
        var ofPort = string.Create(CultureInfo.InvariantCulture, $":{port:X4} ");
        try
        {
            var lines = 0;
            foreach (var line in File.ReadLines(path))
            {
                cut = ++lines > MostLines;
                if (cut) break;
                if (port != DiagWire.AnyPort && !line.Contains(ofPort, StringComparison.Ordinal)) continue;
                if (Parse(line) is { } row && (port == DiagWire.AnyPort || row.Local.Port == port)) rows.Add(row);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary><c>0100007F:1F90</c>: words of four bytes, each as the machine's order makes it a number.</summary>
    private static IPEndPoint? Place(string text)
    {
        var colon = text.IndexOf(':');
        if (colon is not (8 or 32)) return null;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)) return null;
        var words = new uint[colon / 8];
        for (var i = 0; i < words.Length; i++)
        {
            if (!uint.TryParse(text.AsSpan(i * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out words[i])) return null;
        }

        var address = new IPAddress(MemoryMarshal.AsBytes(words.AsSpan()));
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
    }
}
