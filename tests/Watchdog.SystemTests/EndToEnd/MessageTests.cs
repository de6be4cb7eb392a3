using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What people hear of a service that really hangs, by a webhook of a server that keeps what it gets; and that they are called when nobody watches.</summary>
public sealed class MessageTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const int Kills = 5;

    /// <summary>Keeps each message that it answers, and each question; while it hangs, it counts what it was sent and answers nothing.</summary>
    private const string Hook = """
        import http.server, os, sys, time
        port, name = int(sys.argv[1]), sys.argv[2]
        def note(kind, line):
            with open(f"/run/{name}.{kind}", "a") as kept: kept.write(line + "\n")
        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode().replace("\n", " ")
                if os.path.exists(f"/run/{name}.hang"):
                    note("tries", body)
                    time.sleep(600)
                note("jsonl", body)
                self.answer()
            def do_GET(self):
                note("beats", self.path)
                self.answer()
            def answer(self):
                self.send_response(204)
                self.end_headers()
        http.server.ThreadingHTTPServer(("127.0.0.1", port), Hook).serve_forever()
        """;

    /// <summary>Takes mail after STARTTLS only, and keeps it.</summary>
    private const string MailServer = """
        import socket, ssl
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("/run/wd-mail.pem")
        listener = socket.create_server(("127.0.0.1", 9475))
        while True:
            try:
                plain, _ = listener.accept()
                stream, tls, data = plain.makefile("rwb", 0), False, False
                stream.write(b"220 mail\r\n")
                while line := stream.readline():
                    word = line.split(b" ")[0].strip().upper()
                    if data:
                        with open("/run/wd-mail.kept", "ab") as kept: kept.write(line)
                        if line == b".\r\n":
                            data = False
                            stream.write(b"250 kept\r\n")
                    elif word == b"EHLO":
                        stream.write(b"250 AUTH LOGIN\r\n" if tls else b"250-mail\r\n250 STARTTLS\r\n")
                    elif word == b"STARTTLS":
                        stream.write(b"220 go on\r\n")
                        stream, tls = context.wrap_socket(plain, server_side=True).makefile("rwb", 0), True
                    elif not tls:
                        stream.write(b"530 STARTTLS first\r\n")
                    elif word == b"DATA":
                        data = True
                        stream.write(b"354 go on\r\n")
                    else:
                        stream.write(b"250 yes\r\n")
            except OSError as broken:
                print(broken, flush=True)
        """;

    [SkippableFact]
    public async Task Run_AFrozenService_IsToldOfOnceAsRestartedAndOnceAsWell()
    {
        box.Require();
        await HookAsync("wd-hook", 9470);
        await using var daemon = Daemon("wd-told", 9470, """, "gone": { "webhook": { "url": "http://127.0.0.1:1/" } }""");
        var web = new Watched("told", 9471);
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);
        await Eventually.TrueAsync(() => Told("wd-hook").Any(message => Text(message, "kind") == "recovered"), "the end is told");

        var told = Told("wd-hook");
        Assert.Equal(["acted", "recovered"], told.Select(message => Text(message, "kind")));
        Assert.StartsWith("told: restarted, its process is stopped (SIGSTOP, or a debugger); ", Text(told[0], "title"), StringComparison.Ordinal);
        Assert.Matches("^told: well again after [0-9.]+ s and 1 restart$", Text(told[1], "title"));
        Assert.Equal(Text(told[0], "story"), Text(told[1], "story"));
        Assert.Contains("Restarts left: 4 of 5 within 30 min", Text(told[1], "text"), StringComparison.Ordinal);

        // Whom nothing reaches is told by both of those who are asked how it is.
        Assert.Matches(@"(?m)^  notifier gone: fails since \S+ \S+, 2 messages wait: .*refused.* \(watchdog notify --test gone\)$", (await daemon.RunAsync("status")).Ok());
        Assert.Contains("nothing gets through to gone since ", (await daemon.RunAsync("doctor")).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_KilledAgainAndAgainWhileTheReceiverHangs_DeliversAllOfItInOrder()
    {
        box.Require();
        box.Write("/run/wd-hang.hang", "");
        await HookAsync("wd-hang", 9472);
        await using var daemon = Daemon("wd-undying", 9472);
        var web = new Watched("undying", 9473);
        var before = await box.WatchAsync(daemon, web);
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        for (var i = 0; i < Kills; i++)
        {
            await Eventually.TrueAsync(() => Kept("wd-hang", "tries").Length > i, "a message on its way");
            await KillAsync(daemon);
        }

        File.Delete(box.HostPath("/run/wd-hang.hang"));
        await KillAsync(daemon);        // else it is told only once the try under way has taken its time
        await Eventually.TrueAsync(() => Told("wd-hang").Any(message => Text(message, "kind") == "recovered"), "the end is told");

        var told = Told("wd-hang");
        Assert.Equal(["acted", "recovered"], told.Select(message => Text(message, "kind")));
        Assert.Equal(Text(told[0], "story"), Text(told[1], "story"));
        Assert.Contains(Text(told[0], "id"), Kept("wd-hang", "tries")[0], StringComparison.Ordinal);
        Assert.Single(daemon.Decisions<Core.Restart>(web.Name));
    }

    [SkippableFact]
    public async Task Run_Heartbeat_BeatsWhileItTurnsAndOnlyThen()
    {
        box.Require();
        await HookAsync("wd-beats", 9476);
        await using var daemon = new BoxedDaemon(box, "wd-alive") { Keys = """, "heartbeat": { "url": "http://127.0.0.1:9476/alive", "every": "5s" }""" };
        await box.WatchAsync(daemon, new Watched("alive", 9477));

        await Eventually.TrueAsync(() => Kept("wd-beats", "beats").Length > 1, "a second beat");
        await daemon.StopAsync();
        var beats = Kept("wd-beats", "beats");
        await Task.Delay(TimeSpan.FromSeconds(7));

        Assert.All(beats, beat => Assert.Equal("/alive", beat));
        Assert.Equal(beats.Length, Kept("wd-beats", "beats").Length);
    }

    [SkippableFact]
    public async Task NotifyTest_MailServerWithStartTls_TakesItOnceItsAuthorityIsTrusted()
    {
        box.Require();
        box.Write("/run/wd-mail.pem", Certificate());
        box.Write("/run/wd-mail.py", MailServer);
        await box.ManageAsync("wd-mail", "/usr/bin/python3 /run/wd-mail.py");
        await box.ListeningAsync(9475);
        await using var daemon = new BoxedDaemon(box, "wd-mailing")
        {
            Keys = """, "notifiers": { "mail": { "smtp": { "host": "localhost", "port": 9475, "from": "watchdog@example.com", "to": ["ops@example.com"] } } }""",
        };
        daemon.Configure(new Watched("mailed", 9478));

        var distrusted = await daemon.RunAsync("notify", "--test", "mail");
        var trusted = await daemon.RunWithAsync("SSL_CERT_FILE=/run/wd-mail.pem", "notify", "--test", "mail");

        Assert.Equal(1, distrusted.ExitCode);
        Assert.Contains("certificate", distrusted.Output + distrusted.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("taken by the mail server", trusted.Ok(), StringComparison.Ordinal);
        var kept = await File.ReadAllTextAsync(box.HostPath("/run/wd-mail.kept"));
        Assert.Contains("To: ops@example.com", kept, StringComparison.OrdinalIgnoreCase);
        Assert.Single(kept.Split("\r\n"), ".");
    }

    [SkippableFact]
    public async Task Run_DailyReport_IsSentAtItsTimeAndNotAgainByADaemonThatIsRestartedThen()
    {
        box.Require();
        await HookAsync("wd-daily", 9600);
        var at = NextMinute(after: TimeSpan.FromSeconds(20));
        await using var daemon = Daemon("wd-reporting", 9600, keys: $$""", "report": { "at": "{{at.ToString("HH:mm", CultureInfo.InvariantCulture)}}", "tz": "UTC", "to": ["ops"] }""");
        var web = new Watched("reported", 9601);
        var before = await box.WatchAsync(daemon, web);
        Assert.True(DateTimeOffset.UtcNow < at, "the daemon has to be there before the time of the report");
        Assert.Empty(Told("wd-daily"));

        await Eventually.TrueAsync(() => Told("wd-daily").Length > 0, "the report");
        await daemon.SystemctlAsync("restart", daemon.Unit);

        // A second report would come before this.
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);
        await Eventually.TrueAsync(() => Told("wd-daily").Any(message => Text(message, "kind") == "recovered"), "the end is told");

        var told = Told("wd-daily");
        Assert.Equal(["report", "acted", "recovered"], told.Select(message => Text(message, "kind")));
        Assert.Equal($"report-{at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", Text(told[0], "id"));
        Assert.InRange(DateTimeOffset.Parse(Text(told[0], "at"), CultureInfo.InvariantCulture), at, at.AddMinutes(1));
        Assert.Contains("| reported |", Text(told[0], "body"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Check_FourOfFiveFrozenAtOnce_TellsOneMessageOfAllAndOneOfTheEnd()
    {
        box.Require();
        await HookAsync("wd-rounds", 9610);
        await using var daemon = Daemon("wd-round", 9610);
        Watched[] services = [.. Enumerable.Range(0, 5).Select(i => new Watched($"round{i}", 9611 + i))];
        await box.ServeAsync(daemon, services);
        daemon.Configure(services);
        var frozen = await Task.WhenAll(services[..4].Select(service => daemon.PropertyAsync(service.Unit, "MainPID")));
        Assert.Equal(0, (await daemon.RunAsync("check")).ExitCode);

        await box.ExecAsync(["kill", "-STOP", .. frozen]);
        Assert.Equal(1, (await daemon.RunAsync("check")).ExitCode);
        Assert.Equal(1, (await daemon.RunAsync("check")).ExitCode);
        await box.ExecAsync(["kill", "-CONT", .. frozen]);
        Assert.Equal(0, (await daemon.RunAsync("check")).ExitCode);

        var told = Told("wd-rounds");
        Assert.Equal(["host", "hostRecovered"], told.Select(message => Text(message, "kind")));
        Assert.StartsWith("4 of 5 services are in trouble at once (round0, round1, round2, round3): ", Text(told[0], "title"), StringComparison.Ordinal);
        Assert.Empty(services.SelectMany(service => daemon.Decisions<Core.Restart>(service.Name)));
    }

    private async Task HookAsync(string name, int port)
    {
        box.Write("/run/wd-hook.py", Hook);
        await box.ManageAsync(name, $"/usr/bin/python3 /run/wd-hook.py {port} {name}");
        await box.ListeningAsync(port);
    }

    private BoxedDaemon Daemon(string name, int port, string others = "", string keys = "") =>
        new(box, name) { Keys = $$""", "notifiers": { "ops": { "webhook": { "url": "http://127.0.0.1:{{port}}/" } }{{others}} }{{keys}}""" };

    /// <summary>The first full minute that leaves as much time.</summary>
    private static DateTimeOffset NextMinute(TimeSpan after)
    {
        var soon = DateTimeOffset.UtcNow + after;
        return soon.AddTicks(TimeSpan.TicksPerMinute - (soon.Ticks % TimeSpan.TicksPerMinute));
    }

    /// <summary>Its manager starts it again.</summary>
    private async Task KillAsync(BoxedDaemon daemon)
    {
        var pid = await AskAsync("MainPID");
        await box.ExecAsync("kill", "-KILL", pid);
        await Eventually.TrueAsync(async () => await AskAsync("MainPID") is var now && now != pid && now != "0" && await AskAsync("ActiveState") == "active", "the daemon is back");

        async Task<string> AskAsync(string property) => (await daemon.PropertyAsync(daemon.Unit, property)).Trim();
    }

    private JsonElement[] Told(string hook) => [.. Kept(hook, "jsonl").Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Whole lines.</summary>
    private string[] Kept(string hook, string kind)
    {
        var path = box.HostPath($"/run/{hook}.{kind}");
        return File.Exists(path) ? File.ReadAllText(path).Split('\n')[..^1] : [];
    }

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;

    /// <summary>Of localhost, by itself, with its key.</summary>
    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
