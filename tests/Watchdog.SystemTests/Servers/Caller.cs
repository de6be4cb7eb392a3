using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Watchdog.SystemTests.Servers;

/// <summary>One connection to a server on this machine, kept alive by the server for as long as it likes.</summary>
internal sealed class Caller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private Caller()
    {
    }

    /// <summary>Asks over a connection of its own.</summary>
    public static async Task<Seen> AskAsync(int port, string path, TimeSpan deadline)
    {
        using var caller = new Caller();
        return await caller.ConnectAsync(port, deadline) is { } failed ? failed : await caller.AskAsync(path, deadline);
    }

    public static async Task<Caller> ConnectedAsync(int port, TimeSpan deadline)
    {
        var caller = new Caller();
        if (await caller.ConnectAsync(port, deadline) is { } failed) throw new InvalidOperationException($"not connected: {failed}");
        return caller;
    }

    public async Task<Seen> AskAsync(string path, TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        try
        {
            await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: us\r\n\r\n"), late.Token);
            return await ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            return new Seen("silent");
        }
        catch (SocketException broken) when (broken.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return new Seen("reset");
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<Seen?> ConnectAsync(int port, TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        try
        {
            await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), late.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return new Seen("no-connection");
        }
        catch (SocketException broken) when (broken.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return new Seen("refused");
        }
        catch (SocketException broken) when (broken.SocketErrorCode == SocketError.ConnectionReset)
        {
            return new Seen("reset");       // the listener was closed while we waited in its backlog
        }
    }

    private async Task<Seen> ReadAsync(CancellationToken late)
    {
        var text = "";
        var buffer = new byte[4096];
        while (true)
        {
            var count = await _socket.ReceiveAsync(buffer, late);
            if (count == 0) return new Seen("closed");
            text += Encoding.ASCII.GetString(buffer, 0, count);
            if (Whole(text) is { } seen) return seen;
        }
    }

    private static Seen? Whole(string text)
    {
        const string Length = "Content-Length: ";
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;

        var (head, body) = (text[..end], text[(end + 4)..]);
        var length = head.Split("\r\n").Single(line => line.StartsWith(Length, StringComparison.Ordinal))[Length.Length..];
        return body.Length < int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) ? null : new Seen(head.Split(' ')[1], head, body);
    }
}
