using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>Asks the daemon, if one runs. One deadline for each question; never throws for a daemon that is gone or sick.</summary>
internal sealed class ControlClient : IDisposable
{
    /// <summary>A status of 10,000 services.</summary>
    private const int MaxAnswerBytes = 32 << 20;

    private readonly HttpClient _http;
    private readonly string _path;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    /// <param name="path">The daemon's socket.</param>
    /// <param name="time">The clock.</param>
    /// <param name="deadline">For each question. Default 5 s.</param>
    public ControlClient(string path, TimeProvider time, TimeSpan? deadline = null)
    {
        _path = path;
        _time = time;
        _deadline = deadline ?? TimeSpan.FromSeconds(5);
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri("http://watchdog/"),
            MaxResponseContentBufferSize = MaxAnswerBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Task<ControlResult<StatusReport>> StatusAsync(CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, "v1/status", WebJson.Default.StatusReport, cancel);

    public Task<ControlResult<ServiceStatus>> StatusAsync(string service, CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, $"v1/status/{Uri.EscapeDataString(service)}", WebJson.Default.ServiceStatus, cancel);

    /// <returns>The daemon's word on it.</returns>
    public Task<ControlResult<Reason>> RearmAsync(string service, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, $"v1/rearm/{Uri.EscapeDataString(service)}", WebJson.Default.Reason, cancel);

    /// <returns>Where it is. Give the client <see cref="ControlRoutes.ForEvidence"/>.</returns>
    public Task<ControlResult<BundleTaken>> TakeEvidenceAsync(string service, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, $"v1/evidence/{Uri.EscapeDataString(service)}", WebJson.Default.BundleTaken, cancel);

    /// <returns>The daemon's word on it.</returns>
    public Task<ControlResult<Reason>> ReloadAsync(CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, "v1/reload", WebJson.Default.Reason, cancel);

    /// <returns>The daemon's word on it.</returns>
    public Task<ControlResult<Reason>> PauseAsync(PauseRequest request, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, "v1/pause", WebJson.Default.Reason, cancel, Body(request, WebJson.Default.PauseRequest));

    /// <returns>The daemon's word on it.</returns>
    public Task<ControlResult<Reason>> ResumeAsync(ResumeRequest request, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, "v1/resume", WebJson.Default.Reason, cancel, Body(request, WebJson.Default.ResumeRequest));

    /// <returns>The lease, whose services are paused as long as it is held.</returns>
    public Task<ControlResult<HeldLease>> LeaseAsync(PauseRequest request, CancellationToken cancel) =>
        ExchangeAsync(HttpMethod.Post, "v1/lease", Body(request, WebJson.Default.PauseRequest), HttpCompletionOption.ResponseHeadersRead, HeldAsync, cancel);

    public Task<ControlResult<TaskReport>> TasksAsync(CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, "v1/tasks", WebJson.Default.TaskReport, cancel);

    /// <returns>The daemon's word on it.</returns>
    public Task<ControlResult<Reason>> StopTaskAsync(TaskStopRequest request, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, "v1/tasks/stop", WebJson.Default.Reason, cancel, Body(request, WebJson.Default.TaskStopRequest));

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    private async Task<ControlResult<HeldLease>> HeldAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var held = new HeldLease(response, await response.Content.ReadAsStreamAsync(cancel));
        if (await held.NextAsync(cancel) is not null) return new(ControlOutcome.Answered, held, default);

        held.Dispose();
        return Failed<HeldLease>("the daemon has gone");
    }

    private Task<ControlResult<T>> AskAsync<T>(HttpMethod method, string target, JsonTypeInfo<T> type, CancellationToken cancel, HttpContent? body = null) =>
        ExchangeAsync(
            method,
            target,
            body,
            HttpCompletionOption.ResponseContentRead,
            async (response, token) =>
            {
                using (response)
                {
                    var value = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(token), type);
                    return value is null ? Failed<T>("an empty answer") : new(ControlOutcome.Answered, value, default);
                }
            },
            cancel);

    /// <param name="read">Makes a good answer into a value, and owns it.</param>
    private async Task<ControlResult<T>> ExchangeAsync<T>(
        HttpMethod method, string target, HttpContent? body, HttpCompletionOption until, Func<HttpResponseMessage, CancellationToken, Task<ControlResult<T>>> read, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(method, target) { Content = body };
            var response = await _http.SendAsync(request, until, either.Token);
            if (response.IsSuccessStatusCode) return await read(response, either.Token);

            using (response)
            {
                var refusal = await response.Content.ReadAsByteArrayAsync(either.Token);
                return new(ControlOutcome.Refused, default, JsonSerializer.Deserialize(refusal, WebJson.Default.Reason));
            }
        }
        catch (HttpRequestException failure)
        {
            return Told<T>(failure);
        }
        catch (JsonException failure)
        {
            return Failed<T>($"an answer that is not ours ({failure.Message})");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return Failed<T>($"no answer in {_deadline.TotalSeconds:0.#} s; the daemon may be stuck");
        }
    }

    private ControlResult<T> Told<T>(HttpRequestException failure)
    {
        return (failure.InnerException as SocketException)?.SocketErrorCode switch
        {
            // ENOENT, of the file or its folder, has no code of its own.
            SocketError.ConnectionRefused or SocketError.AddressNotAvailable => NoDaemon<T>(),
            SocketError.AccessDenied => new(ControlOutcome.Refused, default, new Reason("forbidden", $"{_path} belongs to another user; use sudo")),
            _ when !File.Exists(_path) => NoDaemon<T>(),
            _ => Failed<T>(failure.Message),
        };
    }

    private ControlResult<T> NoDaemon<T>() => new(ControlOutcome.NoDaemon, default, new Reason("no-daemon", $"no daemon listens on {_path}"));

    private ControlResult<T> Failed<T>(string what) => new(ControlOutcome.Failed, default, new Reason("control-failed", $"{_path}: {what}"));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
