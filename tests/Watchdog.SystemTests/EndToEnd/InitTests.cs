using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A machine with services of different kinds, drafted by the real program, and watched as it was drafted.</summary>
public sealed class InitTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const string NginxConfig = """
        daemon off;
        pid /run/draft-nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          server { listen 0.0.0.0:9703; location / { default_type text/html; return 200 "<html><body>Welcome</body></html>"; } }
        }
        """;

    [SkippableFact]
    public async Task Init_FiveKindsOfServices_DraftIsUsableAndWatchesThem()
    {
        RequireAll();
        await StartServicesAsync();
        await using var daemon = new BoxedDaemon(box, "wd-init");

        var drafted = await daemon.RunAsync("init", "--measure", "2s");

        Assert.True(drafted.ExitCode == 0, drafted.Error);
        var text = File.ReadAllText(box.HostPath(daemon.ConfigPath));
        var config = ConfigReader.Read(box.HostPath(daemon.ConfigPath), elsewhere: true).Config;
        Assert.True(config is not null, text);
        Assert.Equal(["draft-agent", "draft-counter", "draft-nginx", "draft-redis", "draft-status"], config.Services.Select(service => service.Name));
        CheckDrafted(config);

        Assert.Equal(0, (await daemon.RunAsync("validate")).ExitCode);
        await daemon.StartWithFileAsync();
        foreach (var name in (string[])["draft-counter", "draft-nginx", "draft-redis", "draft-status", "draft-agent/draft-agent@1.service", "draft-agent/draft-agent@2.service"])
            await daemon.UntilAsync(name, status => status is { Phase: Phase.Watching, Verdict: Verdict.Healthy });

        var again = await daemon.RunAsync("init", "--measure", "0");
        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith($"watchdog init: {daemon.ConfigPath} exists, and is never overwritten", again.Error, StringComparison.Ordinal);
        var part = await daemon.RunAsync("init", "--measure", "0", "--unit", "draft-status");
        Assert.Equal(0, part.ExitCode);
        Assert.Contains("    \"draft-status\": {\n", part.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("draft-redis", part.Output, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(box.HostPath(daemon.ConfigPath)));
    }

    [SkippableFact]
    public async Task Init_AsUser_DraftsItsOwnAndSaysWhatIsOthers()
    {
        RequireAll();
        box.Write("/run/status.py", StatusServer.Text);
        await box.WriteUserUnitAsync("draft-own.service", "[Service]\nExecStart=/usr/bin/python3 /run/status.py 9720\n");
        await box.WriteUnitAsync("draft-others.service", "[Service]\nExecStart=/usr/bin/python3 /run/status.py 9721\n");
        await box.UserSystemctlAsync("start", "draft-own");
        await box.SystemctlAsync("start", "draft-others");
        await box.ListeningAsync(9720);
        await box.ListeningAsync(9721);

        var drafted = await box.TryExecAsUserAsync([.. BoxedDaemon.Program.Split(' '), "init", "--measure", "0"]);
        var roots = await box.TryExecAsync([.. BoxedDaemon.Program.Split(' '), "init", "--measure", "0", "--output", "-"]);

        Assert.True(drafted.ExitCode == 0, drafted.Error);
        Assert.Matches("left out: .*draft-others\\.service.*: of the system's systemd", drafted.Output);
        const string Path = $"/home/{SystemdBox.User}/.config/service-watchdog/watchdog.json";
        Assert.Equal("600", await box.ExecAsync("stat", "-c", "%a", Path));
        var own = Assert.Single(ConfigReader.Read(box.HostPath(Path), elsewhere: true).Config!.Services);
        Assert.Equal(new SystemdConfig("draft-own.service", SystemdScope.User), own.Manager);
        Assert.Equal("http://127.0.0.1:9720/health", Http(own, "liveness").Url.OriginalString);

        Assert.Contains("\"draft-others\": {", roots.Output, StringComparison.Ordinal);
        Assert.Contains($"draft-own.service (127.0.0.1:9720): it belongs to the systemd of user {SystemdBox.Uid}", roots.Error, StringComparison.Ordinal);
        await box.SystemctlAsync("stop", "draft-others");
        await box.UserSystemctlAsync("stop", "draft-own");
    }

    private static void CheckDrafted(WatchdogConfig config)
    {
        var counter = config.Services.Single(service => service.Name == "draft-counter");
        Assert.Equal("http://127.0.0.1:9701/health", Http(counter, "liveness").Url.OriginalString);
        Assert.Equal("http://127.0.0.1:9701/health?deep=1", Http(counter, "deepHealth").Url.OriginalString);
        Assert.Equal("/checks/database", Assert.Single(Http(counter, "deepHealth").AlertOnly));
        Assert.Equal("/accept_loop/requests_total", Assert.IsType<CounterTarget>(counter.Find("acceptLoop")!.Target).Pointer);
        Assert.Equal(300L << 20, Assert.IsType<MemoryTarget>(counter.Find("memory")!.Target).MaxBytes);

        var status = config.Services.Single(service => service.Name == "draft-status");
        var (pointer, expected) = Assert.Single(Http(status, "liveness").Json);
        Assert.Equal(("/status", JsonValueKind.True), (pointer, expected.ValueKind));
        Assert.Null(status.Find("acceptLoop"));
        Assert.Null(status.Find("deepHealth"));

        Assert.Equal(new TcpTarget("127.0.0.1", 9702, null), config.Services.Single(service => service.Name == "draft-redis").Find("liveness")!.Target);
        Assert.Equal(OnFailure.Alert, config.Services.Single(service => service.Name == "draft-redis").Find("memory")!.Policy.OnFailure);
        Assert.Equal(new TcpTarget("127.0.0.1", 9703, null), config.Services.Single(service => service.Name == "draft-nginx").Find("liveness")!.Target);

        var agent = config.Services.Single(service => service.Name == "draft-agent");
        Assert.Equal(new SystemdConfig("draft-agent@*.service", SystemdScope.System), agent.Manager);
        Assert.Equal("http://127.0.0.1:971%i/health", Http(agent, "liveness").UrlTemplate);
    }

    private static HttpTarget Http(ServiceConfig service, string check) => Assert.IsType<HttpTarget>(service.Find(check)!.Target);

    private void RequireAll()
    {
        box.Require();
        var missing = new[] { "redis-server", "nginx" }.Where(program => !Shell.Has(program)).ToArray();
        Skip.If(missing.Length > 0, $"{string.Join(" and ", missing)} is not installed");
    }

    private async Task StartServicesAsync()
    {
        box.Write("/run/status.py", StatusServer.Text);
        box.Write("/run/draft-nginx.conf", NginxConfig);
        Write("draft-status", "/usr/bin/python3 /run/status.py 9704");
        Write("draft-agent@", "/usr/bin/python3 /run/status.py 971%i");
        Write("draft-counter", $"/usr/bin/python3 {SystemdBox.UnderTest}/Servers/server.py 9701 /run/draft-counter.control");
        Write("draft-redis", "/usr/bin/redis-server --port 9702 --save \"\"");
        Write("draft-nginx", "/usr/sbin/nginx -c /run/draft-nginx.conf");
        await box.SystemctlAsync("daemon-reload");
        await box.SystemctlAsync("start", "draft-status", "draft-agent@1", "draft-agent@2", "draft-counter", "draft-redis", "draft-nginx");
        foreach (var port in (int[])[9701, 9702, 9703, 9704, 9711, 9712]) await box.ListeningAsync(port);
    }

    private void Write(string name, string command) => box.Write($"/run/systemd/system/{name}.service", $"[Service]\nExecStart={command}\n");
}
