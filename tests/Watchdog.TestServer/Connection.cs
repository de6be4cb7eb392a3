using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Watchdog.TestServer;

/// <summary>An accepted connection and its thread.</summary>
internal sealed class Connection(Server server, Socket socket)
{
    public static void Shut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It is not connected any more.
        }
        catch (ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    public void Serve()
    {
        server.Connections[socket] = 0;
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            using var requests = new StreamReader(stream, Encoding.Latin1);
            socket.Blocking = true;
            while (ReadHead(requests) is { } head && Answer(head))
            {
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
        finally
        {
            server.Connections.TryRemove(socket, out _);
        }
    }

    private static List<string>? ReadHead(StreamReader requests)
    {
        List<string> head = [];
        while (requests.ReadLine() is { } line)
        {
            if (line.Length > 0) head.Add(line);
            else if (head.Count > 0) return head;
        }

        return null;
    }

    /// <summary>Whether another request may follow.</summary>
    private bool Answer(List<string> head)
    {
        var mode = ModeThatAnswers();
        if (mode.PoolIsFull && server.WorkerPorts.ContainsKey(((IPEndPoint)socket.RemoteEndPoint!).Port))
        {
            while (server.Mode == mode) Thread.Sleep(Server.Tick);
            return false;
        }

        Delay(mode);
        if (mode.Name == "reset")
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
            return false;
        }

        var close = mode.Name == "slow-single" || head[0].EndsWith("HTTP/1.0", StringComparison.Ordinal)
            || head.Contains("connection: close", StringComparer.OrdinalIgnoreCase);
        Send(TestServer.Answer.To(server, mode, head[0].Contains("deep=1", StringComparison.Ordinal)).Bytes(close));
        return !close;
    }

    private Mode ModeThatAnswers()
    {
        while (true)
        {
            var mode = server.Mode;
            if (mode.Name == "deadlock") Server.TakeHeldLock();
            if (mode.Name is not ("hang-handler" or "spin") && !mode.StandsStill) return mode;
            Thread.Sleep(Server.Tick);
        }
    }

    private void Delay(Mode mode)
    {
        if (mode.Name == "slow") Thread.Sleep(mode.Delay);
        if (mode.Name != "slow-single") return;
        lock (server.Turn) Thread.Sleep(mode.Delay);
    }

    private void Send(byte[] bytes)
    {
        try
        {
            socket.Send(bytes);
        }
        catch (SocketException gone)
        {
            throw new IOException("the client has gone", gone);
        }
    }
}
