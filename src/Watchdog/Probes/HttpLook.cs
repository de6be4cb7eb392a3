using System.Buffers;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>The state of one look of an <see cref="HttpProbe"/>: its deadline, what came and when, and the body.</summary>
internal sealed class HttpLook(TimeSpan timeout, TimeProvider time, CancellationToken shutdown) : IDisposable
{
    /// <summary>As kubelet's cap, without its silent pass.</summary>
    public const int MaxBody = 64 << 10;

    private TimeSpan? connected;
    private TimeSpan? secured;
    private TimeSpan? firstByte;
    private TimeSpan? lastByte;
    private TimeSpan hopBegan;
    private long came;
    private byte[] body = [];
    private int bodyLength;
    private Stream? connection;
    private bool inBody;

    public Deadline Deadline { get; } = new(timeout, time, shutdown);

    public PhaseTimes Times => new(connected, secured, firstByte, lastByte);

    public ReadOnlyMemory<byte> Body => body.AsMemory(0, bodyLength);

    /// <summary>What came, once its headers have; asked for when the look has failed.</summary>
    public HttpResponseMessage? Response { get; set; }

    /// <summary>Bytes of the answer that came on this connection, headers included.</summary>
    public long BytesCame => came;

    /// <summary>A connection stands, so that the next silence is the service's.</summary>
    public void Connected(Stream stream)
    {
        connection = stream;
        connected = Deadline.Elapsed;
    }

    /// <summary>The TLS handshake is done.</summary>
    public void Secured() => secured = Deadline.Elapsed;

    /// <summary>How the connection ended, when it did before the answer was complete: the handler's own exception is about its second try.</summary>
    public WireEnd WireEnd { get; private set; }

    public int Came(int bytes)
    {
        if (bytes > 0)
            firstByte ??= Deadline.Elapsed;
        else
            WireEnd = WireEnd.Closed;
        came += bytes;
        return bytes;
    }

    public void Broke() => WireEnd = WireEnd.Broken;

    /// <summary>Follows a redirect: the connection is closed and the phases are those of the next one.</summary>
    public void NextHop()
    {
        Close();
        Response = null;
        connected = secured = firstByte = null;
        came = 0;
        WireEnd = WireEnd.Open;
        hopBegan = Deadline.Elapsed;
    }

    /// <summary>Reads the body to its end.</summary>
    public async ValueTask<Fault?> ReadBodyAsync(HttpContent content)
    {
        inBody = true;
        if (content.Headers.ContentLength > MaxBody)
            return TooLarge();

        using var stream = await content.ReadAsStreamAsync(Deadline.Token);
        body = ArrayPool<byte>.Shared.Rent((int)Math.Max(content.Headers.ContentLength + 1 ?? 0, 2048));
        while (await stream.ReadAsync(body.AsMemory(bodyLength), Deadline.Token) is > 0 and var read)
        {
            bodyLength += read;
            if (bodyLength > MaxBody)
                return TooLarge();
            if (bodyLength == body.Length)
                Grow();
        }

        lastByte = Deadline.Elapsed;
        return null;
    }

    /// <summary>Where the time went, once it is over.</summary>
    public Fault TimedOut()
    {
        var limit = Words.Span(Deadline.Timeout);
        if (connected is not { } stood)
            return Fault.Sick(ProbeCodes.TimeoutConnect, $"no connection in {limit}");

        var accepted = $"connected in {Words.Span(stood - hopBegan)}";
        if (secured is null && connection is MeasuredTlsStream)
            return Fault.Sick(ProbeCodes.TimeoutTls, $"the TLS handshake was not done in {limit}; {accepted}");
        if (firstByte is not { } first)
            return Fault.Sick(ProbeCodes.TimeoutFirstByte, $"no answer in {limit}; {accepted}");

        var began = $"the first byte came after {Words.Span(first)}";
        return inBody
            ? Fault.Sick(ProbeCodes.TimeoutLastByte, $"the answer was not complete in {limit}; {began}, {Words.Size(bodyLength)} of body came")
            : Fault.Sick(ProbeCodes.TimeoutHeaders, $"the headers were not complete in {limit}; {began}, {Words.Size(came)} came");
    }

    /// <summary>Hands the connection over, open.</summary>
    public Stream? Detach()
    {
        var open = connection;
        connection = null;
        return open;
    }

    /// <summary>Closes the connection for good, whoever holds it: none is used for a second verdict.</summary>
    public void Close()
    {
        connection?.Dispose();
        connection = null;
    }

    public void Dispose()
    {
        Close();
        Deadline.Dispose();
        if (body.Length > 0)
            ArrayPool<byte>.Shared.Return(body);
        body = [];
        bodyLength = 0;
    }

    private static Fault TooLarge() =>
        Fault.Alert(ProbeCodes.BodyTooLarge, $"the body is larger than {Words.Size(MaxBody)}; point the check at a smaller answer");

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(body.Length * 2);
        body.AsSpan(0, bodyLength).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body);
        body = larger;
    }
}
