using System.Globalization;
using System.Text;

namespace Watchdog.TestServer;

/// <summary>An HTTP answer.</summary>
internal sealed record Answer(int Status, string ContentType, string Body, string Header = "")
{
    private const string Json = "application/json";

    public static Answer To(Server server, Mode mode, bool deep) => mode.Name switch
    {
        "pool-full-stuck" or "pool-full-held" => new Answer(503, "text/plain", ""),
        "status-empty" => new Answer(mode.Number, "text/plain", ""),
        "status" => new Answer(mode.Number, Json, Text($$"""{"status": "status {{mode.Number}}"}""")),
        "login" => new Answer(302, "text/plain", "", "Location: http://login.example/login\r\n"),
        "html" => new Answer(200, "text/html", "<!DOCTYPE html><title>Sign in</title><p>Please sign in.</p>"),
        "wrong-json" => new Answer(200, Json, """{"status": "starting"}"""),
        _ => Health(server, mode, deep),
    };

    public byte[] Bytes(bool close)
    {
        var ending = close ? "Connection: close\r\n" : "";
        var head = $"HTTP/1.1 {Status} {(Status == 200 ? "OK" : "No")}\r\nContent-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n{Header}{ending}\r\n";
        return Encoding.ASCII.GetBytes(head + Body);
    }

    private static Answer Health(Server server, Mode mode, bool deep)
    {
        var (database, queue) = (deep && mode.Name == "dependency" ? "fail" : "ok", deep && mode.Name == "deep-fail" ? "fail" : "ok");
        var well = database == queue;
        var checks = deep ? $$""", "checks": {"database": "{{database}}", "queue": "{{queue}}"}""" : "";
        return new Answer(well ? 200 : 503, Json, Text($$"""
            {"status": "{{(well ? "ok" : "fail")}}", "pid": {{Environment.ProcessId}}, "active_streams": {{mode.Busy}}, "accept_loop": {"requests_total": {{server.Accepted}}}{{checks}}}
            """));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
