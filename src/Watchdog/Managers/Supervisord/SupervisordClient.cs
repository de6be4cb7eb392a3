using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Managers.Supervisord;

/// <summary>Calls the methods of one supervisord, each over a fresh connection. Never throws for one that is gone, sick or refuses.</summary>
internal sealed class SupervisordClient : IDisposable
{
    /// <summary>An answer about all programs has some 3 KiB for each: this is for about 700 of them.</summary>
    public const int MaxAnswerBytes = 2 << 20;

    /// <summary>The code of a failure: nobody listens there.</summary>
    public const string Down = "supervisord-down";

    private const string Unix = "unix://";

    private readonly HttpClient _http;
    private readonly SupervisordConfig _server;
    private readonly TimeProvider _time;

    /// <param name="server">Whatever its program.</param>
    /// <param name="time">Of the deadlines.</param>
    public SupervisordClient(SupervisordConfig server, TimeProvider time)
    {
        (_server, _time) = (server, time);
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,       // one that was kept would belong to the supervisord before this one
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = ProbeClients.MaxHeaders,
        };
        if (SocketPath is not null) handler.ConnectCallback = ConnectAsync;
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(SocketPath is null ? server.Server : "http://supervisord/"),
            MaxResponseContentBufferSize = MaxAnswerBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (server.Username is not null || server.Password is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Username}:{server.Password}")));
    }

    /// <summary>Null where it is reached over TCP.</summary>
    public string? SocketPath => _server.Server.StartsWith(Unix, StringComparison.Ordinal) ? _server.Server[Unix.Length..] : null;

    /// <param name="method">Its full name.</param>
    /// <param name="parameters">Strings, booleans and longs.</param>
    /// <param name="within">The deadline, through the last byte.</param>
    /// <param name="cancel">Ours.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public async Task<RpcReply> CallAsync(string method, object[] parameters, TimeSpan within, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            using var body = new ByteArrayContent(RpcXml.Call(method, parameters)) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml") } };
            using var response = await _http.PostAsync(new Uri("RPC2", UriKind.Relative), body, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return Refused(response.StatusCode);

            var answer = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return RpcXml.Read(answer) ?? Unusable("what it answers is no XML-RPC");
        }
        catch (HttpRequestException failure)
        {
            return Lost(failure);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return RpcReply.Of(RestartResult.TimedOut, "supervisord-timeout", $"supervisord ({_server.Server}) has not answered in {Words.Span(within)}");
        }
    }

    public void Dispose() => _http.Dispose();

    private RpcReply Refused(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized when _server.Username is null => RpcReply.Of(
            RestartResult.Denied, "access-denied", $"supervisord ({_server.Server}) asks for a user name and a password; write \"username\" and \"password\" into \"supervisord\""),
        HttpStatusCode.Unauthorized => RpcReply.Of(
            RestartResult.Denied, "access-denied", $"supervisord ({_server.Server}) does not take our user name and password; compare them with those of {Section}"),
        HttpStatusCode.InternalServerError => Unusable("it answers 500, an error of its own: its log has it"),
        _ => Unusable($"it answers {(int)status}, as no supervisord does"),
    };

    private string Section => SocketPath is null ? "[inet_http_server]" : "[unix_http_server]";

    private RpcReply Lost(HttpRequestException failure) => (failure.InnerException as SocketException)?.SocketErrorCode switch
    {
        SocketError.AccessDenied => RpcReply.Of(
            RestartResult.Denied, "access-denied", $"we may not use {SocketPath}: run as its owner (mostly root), or let us with chown= and chmod= under [unix_http_server]"),
        // ENOENT, of the file or its folder, has no code of its own.
        SocketError.ConnectionRefused or SocketError.AddressNotAvailable => NotThere(),
        _ when SocketPath is { } path && !File.Exists(path) => NotThere(),
        { } other => RpcReply.Of(RestartResult.Unreachable, "supervisord-unseen", $"supervisord ({_server.Server}) cannot be reached: {other}"),
        null => Unusable(Words.Line(failure.Message, 160)),
    };

    private RpcReply NotThere() => RpcReply.Of(
        RestartResult.Unreachable, Down, $"nobody listens at {_server.Server}: start supervisord, or write where it listens into \"server\"");

    private RpcReply Unusable(string how) => RpcReply.Of(RestartResult.Unreachable, "supervisord-format", $"{_server.Server}: {how}");

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath!), cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
