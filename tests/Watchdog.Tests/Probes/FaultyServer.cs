using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Watchdog.Tests.Probes;

/// <summary>A server on loopback that does to each connection what the test says, and counts them.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Socket listener;
    private readonly Func<Stream, CancellationToken, Task> serve;
    private readonly Task loop;
    private readonly List<string> requests = [];
    private int accepted;

    private FaultyServer(EndPoint at, Func<Stream, CancellationToken, Task> serve)
    {
        this.serve = serve;
        listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(at);
        listener.Listen();
        loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}/health");

    public int Accepted => Volatile.Read(ref accepted);

    /// <summary>The heads of the requests that were read by <see cref="ReadRequestAsync"/>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    /// <summary>Reads the request and writes the answer as it stands, then closes.</summary>
    public static FaultyServer Answering(string answer) => Answering(_ => answer);

    public static FaultyServer Answering(Func<string, string> answer)
    {
        FaultyServer? server = null;
        return server = new FaultyServer(new IPEndPoint(IPAddress.Loopback, 0), async (stream, cancel) =>
        {
            var request = await ReadRequestAsync(stream, cancel);
            lock (server!.requests)
                server.requests.Add(request);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer(request)), cancel);
        });
    }

    /// <summary>200 with a JSON body.</summary>
    public static FaultyServer AnsweringJson(string body, string status = "200 OK") => Answering(Reply(status, body));

    public static FaultyServer Serving(Func<Stream, CancellationToken, Task> serve) => new(new IPEndPoint(IPAddress.Loopback, 0), serve);

    /// <summary>Reads the request, writes <paramref name="begin"/>, and keeps the connection open without another word.</summary>
    public static FaultyServer HangingAfter(string begin) => Serving(async (stream, cancel) =>
    {
        await ReadRequestAsync(stream, cancel);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(begin), cancel);
        await Task.Delay(Timeout.Infinite, cancel);
    });

    public static FaultyServer OnUnixSocket(string path, string answer) => new(new UnixDomainSocketEndPoint(path), async (stream, cancel) =>
    {
        await ReadRequestAsync(stream, cancel);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancel);
    });

    public static string Reply(string status, string body, string type = "application/json") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancel);
            if (read == 0)
                break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await loop.WaitAsync(TimeSpan.FromSeconds(10));
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stop.Token);
                Interlocked.Increment(ref accepted);
                open.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await serve(stream, stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The probe went away, as it may; or the test is over.
        }
    }
}
