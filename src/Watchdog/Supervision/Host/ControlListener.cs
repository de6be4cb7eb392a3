using System.Net;
using System.Net.Sockets;

namespace Watchdog.Supervision.Host;

/// <summary>A server of our own that is always well: a loopback listener that answers a fixed 200 while it lives, and is not there otherwise.</summary>
internal sealed class ControlListener : IDisposable
{
    /// <summary>Ours is one; whoever else finds the port gets the same answer, and no more than these at once.</summary>
    private const int Backlog = 4;

    private const int LargestRequest = 4096;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <exception cref="SocketException">We cannot even listen.</exception>
    public ControlListener()
    {
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(Backlog);
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Answers until cancelled, one after the other.</summary>
    public async Task ServeAsync(CancellationToken cancel)
    {
        var request = new byte[LargestRequest];
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                using var client = await AcceptAsync(cancel).ConfigureAwait(false);
                if (client is null) return;
                if (await client.ReceiveAsync(request, cancel).ConfigureAwait(false) > 0) await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray(), cancel).ConfigureAwait(false);
                client.Shutdown(SocketShutdown.Both);
            }
            catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                if (over is not SocketException) return;       // a client that has gone is no matter of ours
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <returns>Null when there is none to be had (no descriptors): to try again would take a processor.</returns>
    private async Task<Socket?> AcceptAsync(CancellationToken cancel)
    {
        try
        {
            return await _listener.AcceptAsync(cancel).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
