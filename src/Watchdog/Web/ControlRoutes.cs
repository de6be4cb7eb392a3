using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Watchdog.Web;

/// <summary>
/// <c>GET /v1/status</c>, <c>GET /v1/status/SERVICE</c>, <c>GET /v1/tasks</c>, <c>POST /v1/rearm/SERVICE</c>, <c>POST /v1/evidence/SERVICE</c>, <c>POST /v1/reload</c>; with a body,
/// <c>POST /v1/pause</c>, <c>POST /v1/lease</c>, <c>POST /v1/resume</c>, <c>POST /v1/tasks/stop</c>. The service's name is percent-encoded; the raw target is read, since a name
/// may hold a slash.
/// </summary>
internal sealed class ControlRoutes(IControlTarget target)
{
    public static readonly TimeSpan ForEvidence = TimeSpan.FromSeconds(80);

    /// <summary>It checks the whole configuration, and waits for what is taken out of it: a loop, and a process of ours that has 10 s to end before it is killed.</summary>
    public static readonly TimeSpan ForReload = TimeSpan.FromSeconds(30);

    public async ValueTask<ControlReply> ReplyAsync(string method, string rawTarget, Stream body, uint user, CancellationToken cancel)
    {
        var parts = rawTarget.Split('?', 2)[0].Split('/');
        if (parts is not ["", "v1", { } verb, ..] || parts.Length > 4) return NotFound(rawTarget);
        var service = parts.Length == 4 ? Uri.UnescapeDataString(parts[3]) : null;

        return (verb, service) switch
        {
            ("status", null) => method == "GET" ? ControlReply.Json(target.Status(), WebJson.Default.StatusReport) : WrongMethod("GET"),
            ("status", _) => method == "GET" ? Status(service) : WrongMethod("GET"),
            ("rearm", not null) => method == "POST" ? Of(target.Rearm(service)) : WrongMethod("POST"),
            ("pause", null) => method == "POST" ? await OfAsync(body, WebJson.Default.PauseRequest, PauseAsync, cancel) : WrongMethod("POST"),
            ("lease", null) => method == "POST" ? await OfAsync(body, WebJson.Default.PauseRequest, LeaseAsync, cancel) : WrongMethod("POST"),
            ("resume", null) => method == "POST" ? await OfAsync(body, WebJson.Default.ResumeRequest, ResumeAsync, cancel) : WrongMethod("POST"),
            ("tasks", null) => method == "GET" ? ControlReply.Json(TaskReport.Of(target.Status()), WebJson.Default.TaskReport) : WrongMethod("GET"),
            ("tasks", "stop") => method == "POST" ? await OfAsync(body, WebJson.Default.TaskStopRequest, (request, token) => StopTaskAsync(request, user, token), cancel) : WrongMethod("POST"),
            ("evidence", not null) => method == "POST" ? await TakeEvidenceAsync(service, cancel) : WrongMethod("POST"),
            ("reload", null) => method == "POST" ? Of(await target.ReloadAsync(cancel)) : WrongMethod("POST"),
            _ => NotFound(rawTarget),
        };
    }

    /// <summary>How long an answer may take. Evidence has the longest time that can be configured for it, and what it is allowed beyond.</summary>
    public static TimeSpan DeadlineOf(string rawTarget) =>
        rawTarget.StartsWith("/v1/evidence/", StringComparison.Ordinal) ? ForEvidence : rawTarget == "/v1/reload" ? ForReload : ControlApplication.Deadline;

    /// <summary>The lease that a reply carries is held no more.</summary>
    public void Forget(Lease lease) => target.Forget(lease);

    private async ValueTask<ControlReply> PauseAsync(PauseRequest request, CancellationToken cancel) =>
        IsWhole(request.Services, request.Because) ? Of(await target.PauseAsync(request, cancel)) : BadRequest();

    private async ValueTask<ControlReply> LeaseAsync(PauseRequest request, CancellationToken cancel)
    {
        if (!IsWhole(request.Services, request.Because) || request.Id is not { Length: > 0 and < 100 }) return BadRequest();

        var (answer, lease) = await target.LeaseAsync(request, cancel);
        return Of(answer) with { Lease = lease };
    }

    private async ValueTask<ControlReply> ResumeAsync(ResumeRequest request, CancellationToken cancel) =>
        IsWhole(request.Services, request.Because) ? Of(await target.ResumeAsync(request, cancel)) : BadRequest();

    private async ValueTask<ControlReply> StopTaskAsync(TaskStopRequest request, uint user, CancellationToken cancel) =>
        request is { Id: not null, Because: not null, By: not null } ? Of(await target.StopTaskAsync(request, user, cancel)) : BadRequest();

    private static bool IsWhole(System.Collections.Immutable.ImmutableArray<string> services, string because) =>
        !services.IsDefaultOrEmpty && services.All(service => service is not null) && because is not null;

    private static async ValueTask<ControlReply> OfAsync<T>(
        Stream body, JsonTypeInfo<T> type, Func<T, CancellationToken, ValueTask<ControlReply>> act, CancellationToken cancel)
        where T : class
    {
        T? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(body, type, cancel);
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            return BadRequest();
        }

        return request is null ? BadRequest() : await act(request, cancel);
    }

    private async ValueTask<ControlReply> TakeEvidenceAsync(string service, CancellationToken cancel)
    {
        var (answer, taken) = await target.TakeEvidenceAsync(service, cancel);
        return taken is null ? Of(answer) : ControlReply.Json(taken, WebJson.Default.BundleTaken);
    }

    private static ControlReply BadRequest() =>
        ControlReply.Error(400, "bad-request", "the request makes no sense to us; the program and the daemon may be of different versions");

    private ControlReply Status(string service) => target.Status(service) is { } status
        ? ControlReply.Json(status, WebJson.Default.ServiceStatus)
        : Of(ControlAnswer.Unknown(service));

    private static ControlReply Of(ControlAnswer answer)
    {
        if (answer.Done) return ControlReply.Json(answer.Reason, WebJson.Default.Reason);
        return ControlReply.Error(answer.Reason.Code == ControlAnswer.NoSuchService ? 404 : 409, answer.Reason);
    }

    private static ControlReply NotFound(string rawTarget) =>
        ControlReply.Error(404, "no-such-path", $"nothing answers at {rawTarget}; the program and the daemon may be of different versions");

    private static ControlReply WrongMethod(string right) => ControlReply.Error(405, "wrong-method", $"use {right} here");
}
