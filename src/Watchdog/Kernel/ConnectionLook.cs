using System.Collections.Immutable;
using System.Net;
using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>The connections of a server's port, seen from its side.</summary>
/// <param name="Established">Accepted, and open at both ends.</param>
/// <param name="CloseWait">Accepted, closed by the client and still held by the server.</param>
/// <param name="Others">Neither: opening, closing, or closed for good.</param>
/// <param name="WaitingCount">Not accepted yet: they wait in the backlog.</param>
/// <param name="WaitingClosed">Of these, those whose client has gone.</param>
/// <param name="Waiting">The clients' ends of the first 16,384 of these.</param>
/// <param name="Cut">There are more than we read: every count is at least so much.</param>
/// <param name="Unseen">Why nothing could be seen; empty otherwise.</param>
internal sealed record ConnectionLook(
    int Established, int CloseWait, int Others, int WaitingCount, int WaitingClosed, ImmutableHashSet<IPEndPoint> Waiting, bool Cut = false, Reason Unseen = default)
{
    private const int MostWaiting = 16_384;

    public bool IsSeen => Unseen.Code is null;

    public static ConnectionLook NotSeen(Reason why) => new(0, 0, 0, 0, 0, [], Unseen: why);

    /// <summary>Whether the connection whose client's end this is waits to be accepted.</summary>
    public bool IsWaiting(IPEndPoint client) => Waiting.Contains(Places.Plain(client));

    public static ConnectionLook Of(IReadOnlyCollection<TcpRow> rows, bool cut)
    {
        var waiting = rows.Where(IsInBacklog).ToList();
        return new ConnectionLook(
            rows.Count(row => row.State == SocketState.Established && row.Inode != 0),
            rows.Count(row => row.State == SocketState.CloseWait && row.Inode != 0),
            rows.Count(row => row.State is not (SocketState.Established or SocketState.CloseWait)),
            waiting.Count,
            waiting.Count(row => row.State == SocketState.CloseWait),
            [.. waiting.Take(MostWaiting).Select(row => row.Remote)],
            cut);
    }

    /// <summary>What a process has closed has no inode either, but leaves these two states in the same moment.</summary>
    private static bool IsInBacklog(TcpRow row) => row.Inode == 0 && row.State is SocketState.Established or SocketState.CloseWait;
}
