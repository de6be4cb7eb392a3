using System.Net.Sockets;

namespace Watchdog.Probes;

/// <summary>
/// Ends a connection in order. Closed with something unread, or before the other side has said what it says first, it would be reset, and a simple server may
/// end by that.
/// </summary>
internal static class Farewell
{
    /// <summary>Whoever is well closes as soon as we do.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromMilliseconds(200);

    /// <summary>Never throws. The connection is still to be disposed of.</summary>
    public static async Task TakeAsync(Socket connection, CancellationToken cancel)
    {
        // In real time: it is the other side that is waited for.
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(s_most);
        var rest = new byte[1024];
        try
        {
            connection.Shutdown(SocketShutdown.Send);
            while (await connection.ReceiveAsync(rest, late.Token).ConfigureAwait(false) > 0)
            {
                // It is not what it says that counts.
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // It has had its time.
        }
    }
}
