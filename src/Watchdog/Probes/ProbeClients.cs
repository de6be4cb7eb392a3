namespace Watchdog.Probes;

/// <summary>
/// The one HTTP handler of all probes. It opens no connection of its own: each request brings a fresh one (address, Unix socket and TLS differ from
/// check to check, HTTP does not), and none is kept, so that nothing remains of a service between two looks.
/// </summary>
internal sealed class ProbeClients : IDisposable
{
    /// <summary>KiB. More than any server of today sends by default.</summary>
    public const int MaxHeaders = 32;

    private static readonly string UserAgent = $"watchdog/{Version()}";

    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        // Lifetime zero: the handler keeps neither connections nor per-host pools, and runs no timer for them.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = static (context, _) => new(((ProbeRequest)context.InitialRequestMessage).TakeConnection()),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = MaxHeaders,
        MaxResponseDrainSize = 0,
    });

    /// <summary>Returns once the headers have come. Throws as <see cref="SocketsHttpHandler"/> does.</summary>
    /// <param name="request">With the connection that was opened for it.</param>
    /// <param name="keeps">Whether the server is asked to leave the connection open.</param>
    /// <param name="cancel">The look's deadline.</param>
    public Task<HttpResponseMessage> SendAsync(ProbeRequest request, bool keeps, CancellationToken cancel)
    {
        var headers = request.Headers;
        headers.ConnectionClose = !keeps;
        if (!headers.Contains("User-Agent"))
            headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (!headers.Contains("Accept"))
            headers.TryAddWithoutValidation("Accept", "*/*");
        return invoker.SendAsync(request, cancel);
    }

    public void Dispose() => invoker.Dispose();

    private static string Version() => typeof(ProbeClients).Assembly.GetName().Version?.ToString(3) ?? "0";
}
