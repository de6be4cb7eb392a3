using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>Secrets in every place where a bundle looks: none of them leaves it.</summary>
public sealed class SecretsTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>Part of every secret, and of nothing else.</summary>
    private const string Planted = "pl4nt3d";

    private const string Server = $$"""
        #!/usr/bin/python3
        import http.server, os, subprocess, sys
        subprocess.Popen(["/usr/bin/python3", "-c", "import time; time.sleep(1e6)", "--password={{Planted}}-argument", "--api-key", "{{Planted}}-flag", "--requirepass", "{{Planted}}-pass", "-u", "me:{{Planted}}-basic", "https://hooks.slack.com/services/T0/B0/{{Planted}}", "amqp://me:{{Planted}}-user@mq/x"])
        class Health(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                sick = os.path.exists("/run/secretive.sick")
                body = b'{"status": "sick", "api_key": "{{Planted}}-body", "inner": "{\\"password\\": \\"{{Planted}}-inner\\"}", "tokens": ["{{Planted}}-list"], "env": [{"name": "DB_PASSWORD", "value": "{{Planted}}-pair"}]}' if sick else b'{"status": "ok"}'
                print("asked:", self.path, "Authorization:", self.headers.get("Authorization"), flush=True)
                print("connected with DB_PASSWORD={{Planted}}-log", flush=True)
                print("-----BEGIN PRIVATE KEY-----\n{{Planted}}key\n-----END PRIVATE KEY-----", flush=True)
                print("db:\n  password:\n    {{Planted}}-below\n  tokens:\n    - {{Planted}}-item\n    - {{Planted}}-another\nread to its end", flush=True)
                self.send_response(500 if sick else 200)
                self.send_header("Set-Cookie", "sid={{Planted}}-cookie; HttpOnly")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *_): pass
        http.server.ThreadingHTTPServer(("127.0.0.1", 9611), Health).serve_forever()
        """;

    [SkippableFact]
    public async Task Run_SecretsEverywhere_StandNowhere()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-secrets");
        await box.WriteScriptAsync("/usr/local/bin/secretive", Server);
        await box.WriteUnitAsync("secretive.service", $"""
            [Service]
            ExecStart=/usr/local/bin/secretive --token={Planted}-start
            Environment=API_TOKEN={Planted}-environment
            """);
        await box.SystemctlAsync("start", "secretive.service");
        await box.ListeningAsync(9611);
        box.Write("/etc/wd-secrets/key", $"{Planted}-file");
        await box.ExecAsync("chmod", "600", "/etc/wd-secrets/key");
        await daemon.StartWithAsync($$$"""
            { "services": { "secretive": {
              "systemd": { "unit": "secretive.service" },
              "liveness": {
                "url": "http://127.0.0.1:9611/health?token={{{Planted}}}-query", "interval": "1s", "timeout": "2s", "failureThreshold": 2,
                "headers": { "Authorization": "Bearer {{{Planted}}}-header", "X-Plain": "{{{Planted}}}-plain", "X-Key": "${file:key}" }
              },
              "restart": { "backoff": { "initial": "1s", "max": "1s" } }
            } } }
            """);
        var before = await daemon.UntilAsync("secretive", Phase.Watching);

        box.Write("/run/secretive.sick", "");
        await daemon.UntilAsync("secretive", status => status.Instance != before.Instance);
        await box.ExecAsync("rm", "/run/secretive.sick");
        var after = await daemon.UntilWellAfterAsync(before);
        Assert.NotNull(after.Evidence);
        Assert.Contains("evidence on demand", (await daemon.RunAsync("evidence", "secretive")).Ok(), StringComparison.Ordinal);

        // The places were looked at: what stood there is masked, not missed.
        var bundle = new KeptBundle(box, daemon, after.Evidence);
        var all = await box.ExecAsync("bash", "-c", $"cat {bundle.Folder}/*");
        Assert.All(["--password=***", "Authorization: ***", "Set-Cookie: ***", "\"api_key\": ***", "X-Plain: ***", "token=***", "DB_PASSWORD=***", "--requirepass ***", "-u me:***", "\"tokens\": ***", "\"value\": ***", ":     ***", "read to its end"], masked => Assert.Contains(masked, all, StringComparison.Ordinal));
        Assert.Contains(bundle.Index.Collectors, one => one is { Name: "journal", Ended: CollectorEnd.Done });

        var found = await box.TryExecAsync("grep", "-raoE", $".{{0,60}}{Planted}.{{0,20}}", daemon.StateFolder, daemon.RuntimeFolder);
        Assert.Equal((1, ""), (found.ExitCode, found.Output));
        Assert.DoesNotContain(Planted, await daemon.LogAsync(), StringComparison.Ordinal);
        foreach (string[] told in (string[][])[["status"], ["why", "secretive"], ["history", "--json"], ["evidence", "--open", "latest"], ["evidence", "--list", "--json"]])
        {
            Assert.DoesNotContain(Planted, (await daemon.RunAsync(told)).Output, StringComparison.Ordinal);
        }
    }
}
