using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.SystemTests.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Services that other managers than systemd keep, drafted by the real program, and watched as they were drafted.</summary>
public sealed class InitManagersTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const string Supervisord = """
        [unix_http_server]
        file=/var/run/supervisor.sock
        chmod=0700
        [inet_http_server]
        port=127.0.0.1:9739
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
        [supervisord]
        nodaemon=true
        logfile=/run/supervisord.log
        pidfile=/run/supervisord.pid
        childlogdir=/run
        [program:draft-sup]
        command=/usr/bin/python3 /run/status.py 9731
        [program:draft-group]
        command=/usr/bin/python3 /run/status.py 974%(process_num)d
        process_name=draft-group_%(process_num)02d
        numprocs=2
        [program:draft-mute]
        command=/usr/bin/sleep 86400
        """;

    [SkippableFact]
    public async Task Init_ProgramsOfSupervisord_AreDraftedEachAndWatched()
    {
        box.Require();
        Skip.IfNot(Shell.Has("supervisord"), "supervisord is not installed");
        box.Write("/run/status.py", StatusServer.Text);
        box.Write("/etc/draft-supervisord.conf", Supervisord);
        await box.ManageAsync("draft-supervisord", "/usr/bin/supervisord -n -c /etc/draft-supervisord.conf");
        foreach (var port in (int[])[9731, 9739, 9740, 9741]) await box.ListeningAsync(port);
        await using var daemon = new BoxedDaemon(box, "wd-init-sup");

        var drafted = await daemon.RunAsync("init", "--measure", "1s");
        var named = await daemon.RunAsync("init", "--measure", "0", "--unit", "draft-group_01");
        var missed = await daemon.RunAsync("init", "--measure", "0", "--unit", "draft-sub");
        var others = await box.TryExecAsUserAsync([.. BoxedDaemon.Program.Split(' '), "init", "--measure", "0", "--output", "-"]);

        Assert.True(drafted.ExitCode == 0, drafted.Error);
        Assert.Equal(
            [("draft-group:draft-group_00", 9740), ("draft-group:draft-group_01", 9741), ("draft-sup", 9731)],
            Read(daemon).Select(service => (Assert.IsType<SupervisordConfig>(service.Manager).Program, Port(service))));
        Assert.All(Read(daemon), service => Assert.Equal(service.Name, service.Manager.KnownAs));
        Assert.All(Read(daemon), service => Assert.NotNull(service.Find("memory")));
        Assert.Contains("left out: supervisord (127.0.0.1:9739): it is supervisord itself that listens there", drafted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("draft-supervisord", drafted.Output, StringComparison.Ordinal);
        await WatchedAsync(daemon);

        Assert.Equal(0, named.ExitCode);
        Assert.Contains("    \"draft-group:draft-group_01\": {\n", named.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("draft-group_00", named.Output, StringComparison.Ordinal);
        Assert.Equal("watchdog init: no unit, job or program runs that is called 'draft-sub' (did you mean 'draft-sup'?)\n", missed.Error);

        Assert.Equal(1, others.ExitCode);
        Assert.Contains("left out: programs of supervisord (", others.Error, StringComparison.Ordinal);
        Assert.Contains("we may not use /var/run/supervisor.sock: run as its owner", others.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("draft-supervisord", others.Error, StringComparison.Ordinal);
        await box.SystemctlAsync("stop", "draft-supervisord");
    }

    [SkippableFact]
    public async Task Init_JobsOfLaunchd_AreDraftedAndWatched()
    {
        box.Require();
        box.Write("/run/status.py", StatusServer.Text);
        await box.WriteScriptAsync("/run/launchd/launchctl", await File.ReadAllTextAsync(StandIn.Path));
        await box.ExecAsync("ln", "-sf", "/run/launchd/launchctl", "/usr/local/bin/launchctl");
        await box.ManageAsync("launchd", "/run/launchd/launchctl serve");
        await Eventually.TrueAsync(() => File.Exists(box.HostPath("/run/launchd/launchd.sock")), "the stand-in");
        await LoadAsync("com.example.draft-web", 9751);
        await LoadAsync("com.apple.draft", 9752);
        await using var daemon = new BoxedDaemon(box, "wd-init-launchd");

        var drafted = await daemon.RunAsync("init", "--measure", "1s");
        var missed = await daemon.RunAsync("init", "--measure", "0", "--unit", "com.example.draft-wep");

        Assert.True(drafted.ExitCode == 0, drafted.Error);
        var web = Assert.Single(Read(daemon));
        Assert.Equal(("com.example.draft-web", 9751), (web.Name, Port(web)));
        Assert.Equal(new LaunchdConfig("system/com.example.draft-web"), web.Manager);
        Assert.NotNull(web.Find("memory"));
        Assert.Contains("\"bootstrap\": \"/run/launchd/com.example.draft-web.plist\"", File.ReadAllText(box.HostPath(daemon.ConfigPath)), StringComparison.Ordinal);
        Assert.Contains("left out: jobs of Apple (127.0.0.1:9752): they are parts of macOS", drafted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("launchd.service", drafted.Output, StringComparison.Ordinal);
        await WatchedAsync(daemon);

        Assert.Equal("watchdog init: no unit, job or program runs that is called 'com.example.draft-wep' (did you mean 'com.example.draft-web'?)\n", missed.Error);
        await box.SystemctlAsync("stop", "launchd");
        await box.ExecAsync("rm", "/usr/local/bin/launchctl");
    }

    private async Task LoadAsync(string label, int port)
    {
        var plist = $"/run/launchd/{label}.plist";
        box.Write(plist, StandIn.Plist(label, throttle: 1, "/usr/bin/python3", "/run/status.py", $"{port}"));
        await box.ExecAsync("launchctl", "bootstrap", "system", plist);
        await box.ListeningAsync(port);
    }

    private ImmutableArray<ServiceConfig> Read(BoxedDaemon daemon) => ConfigReader.Read(box.HostPath(daemon.ConfigPath), elsewhere: true).Config!.Services;

    private static int Port(ServiceConfig service) => Assert.IsType<HttpTarget>(service.Find("liveness")!.Target).Url.Port;

    /// <summary>As it was drafted it is valid, and one round finds all of it healthy.</summary>
    private async Task WatchedAsync(BoxedDaemon daemon)
    {
        (await daemon.RunAsync("validate")).Ok();
        var round = await daemon.RunAsync("check");
        Assert.True(round.ExitCode == 0, round.Output + round.Error);
        Assert.All(Read(daemon), service => Assert.Contains(service.Name, round.Output, StringComparison.Ordinal));
    }
}
