using System.Text;
using Watchdog.Tests.Probes;

namespace Watchdog.Tests.Notify;

/// <summary>Stands in for a vendor: keeps what it gets, and answers as the test says.</summary>
internal sealed class MessageServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _keys = [];
    private readonly List<string> _bodies = [];
    private readonly List<string> _heads = [];
    private readonly FaultyServer _server;

    /// <param name="answer">By the number of the request, from 1: the answer as it stands; null: a reset; "" : nothing, for ever.</param>
    public MessageServer(Func<int, string?> answer, Func<Stream, Task<Stream>>? wrap = null) => _server = FaultyServer.Serving(async (plain, cancel) =>
    {
        var stream = wrap is null ? plain : await wrap(plain);
        var (head, body) = await ReadAsync(stream, cancel);
        if (head.Length == 0) return;
        int number;
        lock (_gate)
        {
            _keys.Add(KeyOf(head));
            _bodies.Add(body);
            _heads.Add(head);
            number = _keys.Count;
        }

        var text = answer(number);
        if (text is null) return;
        if (text.Length == 0) await Task.Delay(Timeout.Infinite, cancel);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
        await stream.FlushAsync(cancel);
    });

    public Uri Url => new($"http://127.0.0.1:{_server.Port}/hook/s3cret-path");

    public Uri TlsUrl => new($"https://127.0.0.1:{_server.Port}/hook/s3cret-path");

    /// <summary>The idempotency keys, in the order in which they came.</summary>
    public IReadOnlyList<string> Keys
    {
        get { lock (_gate) return [.. _keys]; }
    }

    public IReadOnlyList<string> Bodies
    {
        get { lock (_gate) return [.. _bodies]; }
    }

    public IReadOnlyList<string> Heads
    {
        get { lock (_gate) return [.. _heads]; }
    }

    public static string Reply(string status, string headers = "", string body = "") => $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<(string Head, string Body)> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        var text = new StringBuilder();
        while (true)
        {
            var whole = text.ToString();
            var end = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && whole.Length - end - 4 >= LengthOf(whole[..end])) return (whole[..end], whole[(end + 4)..]);
            var read = await stream.ReadAsync(buffer, cancel);
            if (read == 0) return ("", "");
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int LengthOf(string head) => int.Parse(HeaderOf(head, "Content-Length") ?? "0", null);

    private static string KeyOf(string head) => Uri.UnescapeDataString(HeaderOf(head, "Idempotency-Key") ?? "");

    private static string? HeaderOf(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim();
}
