using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What people hear of a service that really hangs, by a webhook of a server that keeps what it gets.</summary>
public sealed class MessageTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const string Hook = "wd-hook";
    private const int HookPort = 9470;

    private const string Server = $$"""
        import http.server
        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                with open("/run/{{Hook}}.jsonl", "a") as told: told.write(body.replace("\n", " ") + "\n")
                self.send_response(204)
                self.end_headers()
        http.server.HTTPServer(("127.0.0.1", 9470), Hook).serve_forever()
        """;

    [SkippableFact]
    public async Task Run_AFrozenService_IsToldOfOnceAsRestartedAndOnceAsWell()
    {
        box.Require();
        box.Write($"/run/{Hook}.py", Server);
        await box.WriteUnitAsync($"{Hook}.service", $"[Service]\nExecStart=/usr/bin/python3 /run/{Hook}.py");
        await box.SystemctlAsync("start", $"{Hook}.service");
        await box.ListeningAsync(HookPort);
        await using var daemon = new BoxedDaemon(box, "wd-told") { Keys = $$""", "notifiers": { "ops": { "webhook": { "url": "http://127.0.0.1:{{HookPort}}/" } } }""" };
        var web = new Watched("told", 9471);
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);
        await Eventually.TrueAsync(() => Told().Any(message => Text(message, "kind") == "recovered"), "the end is told");

        var told = Told();
        Assert.Equal(["acted", "recovered"], told.Select(message => Text(message, "kind")));
        Assert.StartsWith("told: restarted, its process is stopped (SIGSTOP, or a debugger); ", Text(told[0], "title"), StringComparison.Ordinal);
        Assert.Matches("^told: well again after [0-9.]+ s and 1 restart$", Text(told[1], "title"));
        Assert.Equal(Text(told[0], "story"), Text(told[1], "story"));
        Assert.Contains("Restarts left: 4 of 5 within 30 min", Text(told[1], "text"), StringComparison.Ordinal);
    }

    private JsonElement[] Told()
    {
        var path = box.HostPath($"/run/{Hook}.jsonl");
        return File.Exists(path) ? [.. File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.EndsWith('}')).Select(line => JsonDocument.Parse(line).RootElement)] : [];
    }

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;
}
