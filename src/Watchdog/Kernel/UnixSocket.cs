using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>A Unix socket, as a line of <c>/proc/net/unix</c> tells it; its queues only sock_diag knows.</summary>
/// <param name="Kind"><c>stream</c>, <c>dgram</c> or <c>seqpacket</c>.</param>
/// <param name="State"><c>LISTEN</c>, <c>CONNECTED</c> or <c>UNCONNECTED</c>, <c>CONNECTING</c>, <c>CLOSING</c>.</param>
/// <param name="Inode">As in <c>/proc/PID/fd</c>.</param>
/// <param name="Path">Empty for none; an abstract one begins with @.</param>
internal sealed record UnixSocket(string Kind, string State, long Inode, string Path)
{
    private const uint TakesConnections = 0x10000;

    /// <summary><c>Num RefCount Protocol Flags Type St Inode Path</c>; null for what is no such line.</summary>
    public static UnixSocket? Parse(string line)
    {
        var fields = line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 7 || !uint.TryParse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags)) return null;
        if (!long.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)) return null;
        return new UnixSocket(KindOf(fields[4]), (flags & TakesConnections) != 0 ? "LISTEN" : StateOf(fields[5]), inode, fields.Length > 7 ? fields[7] : "");
    }

    private static string KindOf(string type) => type switch
    {
        "0001" => "stream",
        "0002" => "dgram",
        "0005" => "seqpacket",
        _ => type,
    };

    private static string StateOf(string state) => state switch
    {
        "01" => "UNCONNECTED",
        "02" => "CONNECTING",
        "03" => "CONNECTED",
        "04" => "CLOSING",
        _ => state,
    };
}
