using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Watchdog.Core;

namespace Watchdog.Notify.Sending;

/// <summary>What an answer or a failure over HTTP means, in words that hold neither URL nor host.</summary>
internal static class HttpWords
{
    /// <summary>The longest pause that is kept because somebody asks for it.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromHours(1);

    /// <param name="status">Of the answer.</param>
    /// <param name="text">The beginning of its body.</param>
    /// <param name="retryAfter">See <see cref="Pause"/>.</param>
    /// <param name="keyNames">See <see cref="Presets.VendorRequest.KeyNames"/>.</param>
    public static SendResult Of(HttpStatusCode status, string text, TimeSpan? retryAfter, ImmutableArray<string> keyNames)
    {
        var code = (int)status;
        var said = $"{code} {status}{(text.Length > 0 && code >= 300 ? $": {Words.Line(text.Trim(), 160)}" : "")}";
        return code switch
        {
            >= 200 and < 300 => new SendResult(SendOutcome.Delivered, said),
            >= 300 and < 400 => new SendResult(SendOutcome.Barred, $"{said}: we are sent elsewhere, and do not go there with what is secret; write the URL that it leads to"),
            400 when !keyNames.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)) => new SendResult(SendOutcome.Refused, said),
            400 or 401 or 403 or 407 => new SendResult(SendOutcome.Barred, $"{said}: we are not let in; renew its key or token"),
            404 or 405 or 410 => new SendResult(SendOutcome.Barred, $"{said}: there is no such address any more; renew its URL"),
            408 or 425 or 429 or >= 500 => SendResult.Failed(said, retryAfter),
            _ => new SendResult(SendOutcome.Refused, said),
        };
    }

    /// <summary>What <c>Retry-After</c> asks for, in seconds or as a date; an hour at most.</summary>
    public static TimeSpan? Pause(HttpResponseMessage answer, DateTimeOffset now)
    {
        var asked = answer.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now : null;
        if (asked is not { } pause) return null;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > s_longestPause ? s_longestPause : pause;
    }

    public static SendResult Of(Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            if (one is AuthenticationException tls) return SendResult.Failed($"no TLS connection: {Words.Line((tls.InnerException ?? tls).Message, 160)}");
            if (one is SocketException socket) return SendResult.Failed(Of(socket.SocketErrorCode));
        }

        return SendResult.Failed(failure is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException
            ? "the connection was closed without an answer"
            : "the answer is no HTTP, or it was cut off");
    }

    private static string Of(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData => "no such host (or no DNS)",
        SocketError.TryAgain => "the host's name cannot be looked up now",
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was reset",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown => "the network is down",
        SocketError.TimedOut => "the host does not answer",
        _ => $"the connection failed ({error})",
    };
}
