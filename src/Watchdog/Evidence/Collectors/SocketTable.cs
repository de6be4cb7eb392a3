using System.Globalization;
using System.Text;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>The sockets of a unit with their queues, by <c>/proc/PID/net</c> and the descriptors of its processes.</summary>
/// <param name="rows">Of TCP, and of UDP, in the main process's own network.</param>
/// <param name="unix">Its Unix sockets.</param>
/// <param name="cut">There are more than were read.</param>
internal sealed class SocketTable(IReadOnlyList<(string Protocol, TcpRow Row)> rows, IReadOnlyList<UnixSocket> unix, bool cut)
{
    private const int MostUnixLines = 20_000;
    private const int MostTold = 2000;

    private static readonly string[] s_states =
        ["?", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV"];

    public bool IsCut => cut;

    /// <param name="proc">Where proc is mounted.</param>
    /// <param name="pid">In whose network namespace; a unit may have one of its own.</param>
    public static SocketTable Read(string proc, int pid)
    {
        var rows = new List<(string, TcpRow)>();
        var unix = new List<UnixSocket>();
        var anyCut = false;
        foreach (var name in (ReadOnlySpan<string>)["tcp", "tcp6", "udp", "udp6"])
        {
            var read = new List<TcpRow>();
            ProcNetTcp.TryAdd($"{proc}/{pid}/net/{name}", DiagWire.AnyPort, read, out var isCut);
            anyCut |= isCut;
            rows.AddRange(read.Select(row => (name[..3], row)));
        }

        try
        {
            var lines = 0;
            foreach (var line in File.ReadLines($"{proc}/{pid}/net/unix"))
            {
                if (++lines > MostUnixLines) break;
                if (UnixSocket.Parse(line) is { } socket) unix.Add(socket);
            }

            anyCut |= lines > MostUnixLines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile: there is nothing to tell.
        }

        return new SocketTable(rows, unix, anyCut);
    }

    /// <summary>Listeners first, then what has most in its queues.</summary>
    /// <param name="holders">By inode, who holds each socket of the unit.</param>
    /// <returns>The text, and how many sockets it tells of.</returns>
    public (string Text, int Count) Of(IReadOnlyDictionary<long, int> holders)
    {
        var ours = rows.Where(one => holders.ContainsKey(one.Row.Inode))
            .OrderByDescending(static one => one.Row.State == SocketState.Listen).ThenByDescending(static one => one.Row.Queued + one.Row.Unsent).ThenBy(static one => one.Row.Local.Port).ToList();
        var local = unix.Where(one => holders.ContainsKey(one.Inode)).OrderByDescending(static one => one.State == "LISTEN").ToList();
        var text = new StringBuilder();
        foreach (var (protocol, row) in ours.Take(MostTold)) text.Append(protocol).Append(' ').Append(Line(protocol, row)).Append(CultureInfo.InvariantCulture, $"  pid {holders[row.Inode]}").AppendLine();
        foreach (var port in ours.Where(static one => one.Row.State == SocketState.Listen).Select(static one => one.Row.Local.Port).Distinct()) AppendBacklog(text, port);
        foreach (var socket in local.Take(MostTold)) text.Append(CultureInfo.InvariantCulture, $"unix {socket.Kind} {socket.State,-12} {socket.Path}  pid {holders[socket.Inode]}").AppendLine();
        var count = ours.Count + local.Count;
        var left = Math.Max(0, ours.Count - MostTold) + Math.Max(0, local.Count - MostTold);
        if (left > 0) text.Append(CultureInfo.InvariantCulture, $"and {left} more").AppendLine();
        return (text.ToString(), count);
    }

    /// <summary>Who has been let in by the kernel and not been accepted yet has no descriptor, and so no process.</summary>
    private void AppendBacklog(StringBuilder text, int port)
    {
        var look = ConnectionLook.Of([.. rows.Where(one => one.Protocol == "tcp" && one.Row.Local.Port == port && one.Row.State != SocketState.Listen).Select(static one => one.Row)], cut);
        text.Append(CultureInfo.InvariantCulture, $"port {port}: {look.Established} connections are open, {look.CloseWait} left open by it (CLOSE_WAIT), {look.WaitingCount} wait to be accepted, {look.WaitingClosed} of them given up by the client").AppendLine();
    }

    private static string Line(string protocol, TcpRow row)
    {
        if (protocol == "udp") return string.Create(CultureInfo.InvariantCulture, $"{"",-12} {row.Local}  unread {row.Queued}, unsent {row.Unsent}");
        var state = (int)row.State < s_states.Length ? s_states[(int)row.State] : s_states[0];
        return row.State == SocketState.Listen
            ? string.Create(CultureInfo.InvariantCulture, $"{state,-12} {row.Local}  {row.Queued} wait to be accepted")
            : string.Create(CultureInfo.InvariantCulture, $"{state,-12} {row.Local} with {row.Remote}  unread {row.Queued}, unsent {row.Unsent}");
    }
}
