using System.Net.Sockets;
using System.Text;

namespace Watchdog.Cli.Demo;

/// <summary>One connection, kept alive: it goes on being answered when the accept loop has wedged, as with real servers.</summary>
/// <param name="socket">Owned.</param>
/// <param name="answer">Request target to status and JSON body.</param>
internal sealed class SampleConnection(Socket socket, Func<string, (int Status, string Body)> answer)
{
    private const int LargestHead = 8 << 10;
    private const int SilenceMilliseconds = 60_000;

    /// <summary>Until the client closes, asks to close, or is silent for a minute.</summary>
    public void Run()
    {
        try
        {
            using var own = socket;
            socket.ReceiveTimeout = SilenceMilliseconds;
            socket.SendTimeout = SilenceMilliseconds;
            socket.NoDelay = true;
            while (ReadHead() is { } head && Respond(head))
            {
            }
        }
        catch (SocketException)
        {
            // The client has gone; that is its right.
        }
    }

    /// <returns>Null at the end, or when what comes is no request.</returns>
    private string? ReadHead()
    {
        var buffer = new byte[LargestHead];
        for (var length = 0; length < buffer.Length;)
        {
            var read = socket.Receive(buffer.AsSpan(length));
            if (read == 0) return null;
            length += read;
            if (buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8)) return Encoding.Latin1.GetString(buffer, 0, length);
        }

        return null;
    }

    /// <returns>Whether the connection goes on.</returns>
    private bool Respond(string head)
    {
        if (head.Split(' ', 3) is not ["GET", var target, _]) return false;
        var (status, body) = answer(target);
        var close = head.Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase)
            || head.Contains(" HTTP/1.0\r\n", StringComparison.Ordinal);
        var phrase = status switch { 200 => "OK", 404 => "Not Found", _ => "Service Unavailable" };
        SendAll(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n" +
            $"Connection: {(close ? "close" : "keep-alive")}\r\n\r\n{body}"));
        return !close;
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[socket.Send(bytes)..];
    }
}
