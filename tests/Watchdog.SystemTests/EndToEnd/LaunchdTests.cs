using Watchdog.Core;
using Watchdog.SystemTests.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The whole main job through launchctl, with the stand-in for launchd.</summary>
public sealed class LaunchdTests(SystemdBox box) : IClassFixture<SystemdBox>, IAsyncLifetime
{
    private const string Home = "/run/launchd";

    public async Task InitializeAsync()
    {
        box.Require();
        if (File.Exists(box.HostPath($"{Home}/launchctl"))) return;

        await box.WriteScriptAsync($"{Home}/launchctl", await File.ReadAllTextAsync(StandIn.Path));
        await box.ExecAsync("ln", "-s", $"{Home}/launchctl", "/usr/local/bin/launchctl");
        await box.ManageAsync("launchd", $"{Home}/launchctl serve");
        await Eventually.TrueAsync(() => File.Exists(box.HostPath($"{Home}/launchd.sock")), "the stand-in");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task Run_JobHangs_IsKickstartedToANewProcess()
    {
        var web = Job("hang", 9911);
        await LoadAsync(web, web.Command);
        await box.ListeningAsync(web.Port);
        await using var daemon = new BoxedDaemon(box, "wd-launchd-hang");
        await daemon.StartAsync(web);
        var before = await daemon.UntilAsync(web.Name, Phase.Watching);

        await box.FreezeProcessAsync(before.Instance.Split(':')[0]);
        var after = await daemon.UntilWellAfterAsync(before);

        Assert.Equal((1, 1), (after.Ledger.Restarts, daemon.Decisions<Restart>(web.Name).Count));
        Assert.Contains($"pid = {after.Instance.Split(':')[0]}", await box.ExecAsync("launchctl", "print", Target(web)), StringComparison.Ordinal);
        Assert.Contains("kickstarted: launchd has restarted", (await daemon.RunAsync("why", web.Name)).Ok(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_JobInACrashLoop_IsNeverKickstarted()
    {
        var web = Job("loop", 9912) with { Gate = "1s", Listens = false };
        await LoadAsync(web, "/bin/false");
        await using var daemon = new BoxedDaemon(box, "wd-launchd-loop");
        await daemon.StartAsync(web);

        await daemon.AlertedAsync(web, "storm");

        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.All(daemon.Decisions<Started>(web.Name), start => Assert.Equal(StartKind.Automatic, start.Kind));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_JobIsUnloaded_IsLoadedOnlyWhereThatIsAllowed(bool allowed)
    {
        var web = Job($"unloaded-{allowed}", allowed ? 9914 : 9913);
        if (allowed) web = web with { Manager = $"\"launchd\": {{ \"target\": \"{Target(web)}\", \"bootstrap\": \"{Plist(web)}\" }}" };
        await LoadAsync(web, web.Command);
        await box.ListeningAsync(web.Port);
        await using var daemon = new BoxedDaemon(box, $"wd-launchd-{web.Name}");
        await daemon.StartAsync(web);
        var before = await daemon.UntilAsync(web.Name, Phase.Watching);

        await box.ExecAsync("launchctl", "bootout", Target(web));

        if (allowed)
        {
            Assert.Equal(1, (await daemon.UntilWellAfterAsync(before)).Ledger.Restarts);
            return;
        }

        Assert.Contains("its manager has not loaded it", (await daemon.AlertedAsync(web, "unit-not-found")).Reason.Sentence, StringComparison.Ordinal);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }

    [SkippableFact]
    public async Task Run_NobodyAtTheScreen_IsUnknownAndNotDown()
    {
        var web = Job("gui", 9915) with { Manager = "\"launchd\": { \"target\": \"gui/502/com.example.gui\" }" };
        await using var daemon = new BoxedDaemon(box, "wd-launchd-gui");
        await daemon.StartAsync(web);

        var blind = await daemon.UntilAsync(web.Name, Phase.Blind);

        Assert.Equal(("no-gui-session", Verdict.Unknown), (blind.Reason.Code, blind.Verdict));
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }

    private static Watched Job(string name, int port) => new($"job-{name}", port) { Manager = $"\"launchd\": {{ \"target\": \"gui/501/com.example.job-{name}\" }}" };

    private static string Target(Watched web) => $"gui/501/com.example.{web.Name}";

    private static string Plist(Watched web) => $"{Home}/{web.Name}.plist";

    private Task<string> LoadAsync(Watched web, string command)
    {
        box.Write(Plist(web), StandIn.Plist($"com.example.{web.Name}", throttle: 1, command.Split(' ')));
        return box.ExecAsync("launchctl", "bootstrap", "gui/501", Plist(web));
    }
}
