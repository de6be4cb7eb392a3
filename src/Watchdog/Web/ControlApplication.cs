using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>One request: who asks, what for, the answer; within a deadline.</summary>
internal sealed class ControlApplication(ControlRoutes routes, Func<uint, bool> mayTalk, TimeProvider time, ILogger logger)
    : IHttpApplication<IFeatureCollection>
{
    /// <summary>A reload checks the whole configuration; nothing else takes long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var lifetime = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lifetime.RequestAborted);
        try
        {
            var reply = await ReplyAsync(context, either.Token);
            await WriteAsync(context, reply, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // A client that does not take its answer, or has gone.
            lifetime.Abort();
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
        return await routes.ReplyAsync(request.Method, request.RawTarget, cancel);
    }

    private static async Task WriteAsync(IFeatureCollection context, ControlReply reply, CancellationToken cancel)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = reply.Status;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = reply.Body.Length;
        var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        await writer.WriteAsync(reply.Body, cancel);
    }
}

/// <summary>A status and a JSON body.</summary>
internal readonly record struct ControlReply(int Status, byte[] Body)
{
    public static ControlReply Json<T>(T value, JsonTypeInfo<T> type) => new(200, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ControlReply Error(int status, string code, string sentence) => Error(status, new Reason(code, sentence));

    public static ControlReply Error(int status, Reason reason) => new(status, JsonSerializer.SerializeToUtf8Bytes(reason, WebJson.Default.Reason));
}
