namespace Watchdog.Probes;

/// <summary>One request with the one connection that was opened for it.</summary>
internal sealed class ProbeRequest(Uri url, Stream connection) : HttpRequestMessage(HttpMethod.Get, url)
{
    private Stream? fresh = connection;

    /// <summary>Hands the connection over, once: the handler would repeat a request on a second one when the first is closed without an answer.</summary>
    public Stream TakeConnection() =>
        Interlocked.Exchange(ref fresh, null) ?? throw new IOException("one connection a request");
}
