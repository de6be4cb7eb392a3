using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Watchdog.Benchmarks;

/// <summary>
/// All the services at once, one path each: <c>/s/N</c> answers, or fails after <c>/break/N</c>, or never answers after <c>/hang/N</c>. <c>/count</c>
/// tells how often services were asked, <c>/heal</c> makes all well.
/// </summary>
internal static class Target
{
    private static readonly HashSet<string> s_broken = [], s_hung = [];
    private static readonly List<Socket> s_silent = [];
    private static int s_count;

    public static int Serve(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        var buffer = new byte[4096];
        while (true)
        {
            // One at a time: an answer is a few microseconds, and the services that hang are left lying.
            var connection = listener.Accept();
            connection.ReceiveTimeout = 1000;
            try
            {
                Answer(connection, Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer)).Split(' '));
            }
            catch (SocketException)
            {
                connection.Dispose();
            }
        }
    }

    private static void Answer(Socket connection, string[] request)
    {
        var parts = request.Length > 1 ? request[1].Split('/') : [];
        if (parts is ["", "s", var service]) AnswerFor(connection, service);
        else Reply(connection, "200 OK", Command(parts));
    }

    private static void AnswerFor(Socket connection, string service)
    {
        s_count++;
        if (s_hung.Contains(service)) s_silent.Add(connection);
        else if (s_broken.Contains(service)) Reply(connection, "500 Internal Server Error", """{"status":"broken"}""");
        else Reply(connection, "200 OK", """{"status":"ok"}""");
    }

    private static string Command(string[] parts)
    {
        switch (parts)
        {
            case ["", "break", var service]:
                s_broken.Add(service);
                break;
            case ["", "hang", var service]:
                s_hung.Add(service);
                break;
            case ["", "heal"]:
                s_broken.Clear();
                s_hung.Clear();
                foreach (var silent in s_silent) silent.Dispose();
                s_silent.Clear();
                break;
        }

        return s_count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Reply(Socket connection, string status, string body)
    {
        connection.Send(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        connection.Dispose();
    }
}
