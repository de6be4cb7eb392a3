using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>One request: who asks, what for, the answer; within a deadline.</summary>
/// <param name="routes">What answers.</param>
/// <param name="mayTalk">Which user ids may ask.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For who was refused.</param>
/// <param name="stopping">Lets go of what is held for as long as someone holds on.</param>
internal sealed class ControlApplication(ControlRoutes routes, Func<uint, bool> mayTalk, TimeProvider time, ILogger logger, CancellationToken stopping)
    : IHttpApplication<IFeatureCollection>
{
    /// <summary>Nothing but evidence and a reload takes long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>We end in seconds; a few bytes take none.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var lifetime = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var reply = await AnswerAsync(context, lifetime);
        if (reply.Lease is { } lease) await HoldAsync(context, lease, lifetime.RequestAborted);
    }

    private async Task<ControlReply> AnswerAsync(IFeatureCollection context, IHttpRequestLifetimeFeature lifetime)
    {
        using var deadline = new CancellationTokenSource(ControlRoutes.DeadlineOf(context.GetRequiredFeature<IHttpRequestFeature>().RawTarget), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lifetime.RequestAborted);
        ControlReply reply = default;
        try
        {
            reply = await ReplyAsync(context, either.Token);
            await WriteAsync(context, reply, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // A client that does not take its answer, or has gone.
            lifetime.Abort();
        }

        return reply;
    }

    /// <summary>As long as the connection stands. A second line tells the owner why it has ended.</summary>
    private async Task HoldAsync(IFeatureCollection context, Lease lease, CancellationToken gone)
    {
        try
        {
            if (await lease.HoldAsync(gone, stopping) is not { } ended) return;

            using var deadline = new CancellationTokenSource(s_farewell, time);
            var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
            await writer.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(ended, WebJson.Default.Reason), deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // It does not listen; whether it still lives is no matter any more.
        }
        finally
        {
            routes.Forget(lease);
        }
    }

    private async ValueTask<ControlReply> ReplyAsync(IFeatureCollection context, CancellationToken cancel)
    {
        var socket = context.Get<IConnectionSocketFeature>()?.Socket;
        var user = socket is null ? null : PeerCredentials.UserIdOf(socket);
        if (user is null || !mayTalk(user.Value))
        {
            Log.ControlRefused(logger, user?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown");
            return ControlReply.Error(403, "forbidden", "only the daemon's own user and root may ask; use sudo");
        }

        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        return await routes.ReplyAsync(request.Method, request.RawTarget, request.Body, user.Value, cancel);
    }

    private static async Task WriteAsync(IFeatureCollection context, ControlReply reply, CancellationToken cancel)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = reply.Status;
        response.Headers.ContentType = "application/json";
        if (reply.Lease is null) response.Headers.ContentLength = reply.Body.Length;
        var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        await writer.WriteAsync(reply.Body, cancel);
        if (reply.Lease is not null) await writer.WriteAsync("\n"u8.ToArray(), cancel);
    }
}

/// <summary>A status and a JSON body; with a lease, which is held as long as the connection stands, one line of it, and another at its end.</summary>
internal readonly record struct ControlReply(int Status, byte[] Body, Lease? Lease = null)
{
    public static ControlReply Json<T>(T value, JsonTypeInfo<T> type) => new(200, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ControlReply Error(int status, string code, string sentence) => Error(status, new Reason(code, sentence));

    public static ControlReply Error(int status, Reason reason) => new(status, JsonSerializer.SerializeToUtf8Bytes(reason, WebJson.Default.Reason));
}
