namespace Watchdog.Web;

/// <summary>
/// <c>GET /v1/status</c>, <c>GET /v1/status/SERVICE</c>, <c>POST /v1/rearm/SERVICE</c>, <c>POST /v1/reload</c>. The service's name is
/// percent-encoded; the raw target is read, since a name may hold a slash.
/// </summary>
internal sealed class ControlRoutes(IControlTarget target)
{
    public async ValueTask<ControlReply> ReplyAsync(string method, string rawTarget, CancellationToken cancel)
    {
        var parts = rawTarget.Split('?', 2)[0].Split('/');
        if (parts is not ["", "v1", { } verb, ..] || parts.Length > 4) return NotFound(rawTarget);
        var service = parts.Length == 4 ? Uri.UnescapeDataString(parts[3]) : null;

        return (verb, service) switch
        {
            ("status", null) => method == "GET" ? ControlReply.Json(target.Status(), WebJson.Default.StatusReport) : WrongMethod("GET"),
            ("status", _) => method == "GET" ? Status(service) : WrongMethod("GET"),
            ("rearm", not null) => method == "POST" ? Of(target.Rearm(service)) : WrongMethod("POST"),
            ("reload", null) => method == "POST" ? Of(await target.ReloadAsync(cancel)) : WrongMethod("POST"),
            _ => NotFound(rawTarget),
        };
    }

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
