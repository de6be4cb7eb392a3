using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>
/// HTTP with JSON over a Unix socket, for our own user and root only. Kestrel alone: no routing, no middleware, no host of its own.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    public const int MaxConnections = 32;
    public const int MaxRequestBytes = 64 << 10;

    /// <summary>What a socket's address has room for, its end included (Linux 108, macOS 104).</summary>
    private const int MaxPathBytes = 103;

    private readonly KestrelServer _kestrel;
    private readonly CancellationTokenSource _stopping = new();

    private ControlServer(KestrelServer kestrel) => _kestrel = kestrel;

    /// <summary>Starts it. Call it only while holding the lock: a socket that nobody answers on is then a leftover, and is replaced.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="target">What it controls.</param>
    /// <param name="mayTalk">Which user ids may; null for our own and root.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">For Kestrel and us.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <returns>The server, or why there is none: the daemon does its work without it.</returns>
    public static async Task<(ControlServer? Server, Reason Problem)> StartAsync(
        string path, IControlTarget target, Func<uint, bool>? mayTalk, TimeProvider time, ILoggerFactory logs, CancellationToken cancel)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
        {
            return (null, new Reason(
                "control-path-too-long", $"{path} is too long for a socket ({MaxPathBytes} bytes at most); set RUNTIME_DIRECTORY to a shorter one"));
        }

        var logger = logs.CreateLogger<ControlServer>();
        var server = new ControlServer(Build(path, logs));
        try
        {
            if (await AnswersAsync(path, cancel)) return (null, new Reason("control-in-use", $"another process answers on {path}; stop it first"));
            File.Delete(path);
            await server._kestrel.StartAsync(new ControlApplication(new ControlRoutes(target), mayTalk ?? OwnUserOrRoot, time, logger, server._stopping.Token), cancel);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return (server, default);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
        {
            await server.DisposeAsync();
            return (null, new Reason("control-failed", $"{path} cannot be listened on: {failure.Message}"));
        }
    }

    /// <summary>Stops within seconds, whatever a client does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _kestrel.StopAsync(patience.Token);
        _kestrel.Dispose();
        _stopping.Dispose();
    }

    private static bool OwnUserOrRoot(uint user) => user == 0 || user == Journal.Libc.UserId;

    private static KestrelServer Build(string path, ILoggerFactory logs)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Limits.MaxRequestBodySize = MaxRequestBytes;
        options.Limits.MaxRequestBufferSize = MaxRequestBytes;
        options.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(10);
        options.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http1);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1, Backlog = MaxConnections }), logs);
        return new KestrelServer(Options.Create(options), sockets, logs);
    }

    private static async Task<bool> AnswersAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Its backlog is full: somebody listens.
            return true;
        }
    }
}
