using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Watchdog.Config;
using Watchdog.Notify.Presets;

namespace Watchdog.Notify.Sending;

/// <summary>
/// The one HTTP client of all notifiers. Messages are rare: each has a connection of its own, so that nothing (no pool, no timer, no stale address) is kept
/// between two. Redirects are not followed, since what is sent is secret.
/// </summary>
internal sealed class WebClient(TimeProvider time) : IDisposable
{
    /// <summary>Bytes of an answer that are looked at: it is only quoted.</summary>
    private const int MostOfAnswer = 4096;

    private static readonly string s_userAgent = $"watchdog/{typeof(WebClient).Assembly.GetName().Version?.ToString(3) ?? "0"}";

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 32,
    });

    /// <summary>Every failure but <paramref name="cancel"/> is a result.</summary>
    /// <param name="request">What.</param>
    /// <param name="key">Tells the server that it is the same message as before; null for none.</param>
    /// <param name="secrets">What the words about it must not hold.</param>
    /// <param name="cancel">The deadline.</param>
    public async Task<SendResult> SendAsync(VendorRequest request, string? key, Secrets secrets, CancellationToken cancel)
    {
        try
        {
            using var message = Message(request, key);
            using var answer = await _invoker.SendAsync(message, cancel).ConfigureAwait(false);
            var text = answer.IsSuccessStatusCode ? "" : await BeginningAsync(answer, cancel).ConfigureAwait(false);
            var result = HttpWords.Of(answer.StatusCode, text, HttpWords.Pause(answer, time.GetUtcNow()), request.KeyNames);
            return result with { Said = secrets.Hide(result.Said) };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            var result = HttpWords.Of(failure);
            return result with { Said = secrets.Hide(result.Said) };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static HttpRequestMessage Message(VendorRequest request, string? key)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url);
        if (request.Body.Length > 0) message.Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
        message.Headers.ConnectionClose = true;
        message.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        if (key is not null) message.Headers.TryAddWithoutValidation("Idempotency-Key", Uri.EscapeDataString(key));
        foreach (var (name, value) in request.Headers)
        {
            if (!TrySet(message.Headers, name, value) && message.Content is { } content) TrySet(content.Headers, name, value);
        }

        return message;
    }

    /// <summary>False where it is no header of that kind: some are the message's, others its content's, and to remove the wrong one throws.</summary>
    private static bool TrySet(HttpHeaders headers, string name, string value)
    {
        if (headers.NonValidated.Contains(name)) headers.Remove(name);
        return headers.TryAddWithoutValidation(name, value);
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var buffer = new byte[MostOfAnswer];
        var length = 0;
        await using var body = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        while (length < buffer.Length && await body.ReadAsync(buffer.AsMemory(length), cancel).ConfigureAwait(false) is var read and > 0) length += read;
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
