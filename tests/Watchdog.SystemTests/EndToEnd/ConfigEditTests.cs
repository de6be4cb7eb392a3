using Watchdog.Core;
using Watchdog.SystemTests.Systemd;
using Watchdog.Web;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The configuration edited in mid-flight, and who may talk to the daemon.</summary>
public sealed class ConfigEditTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>Fails for ever without a threshold in sight: its row tells whether anyone touched it.</summary>
    private const string Row = """, "checks": { "row": { "tcp": "127.0.0.1:9", "interval": "1s", "timeout": "1s", "failureThreshold": 1000, "onFailure": "alert" } }""";

    [SkippableFact]
    public async Task Run_GoodEdit_ChangesOneServiceAndLeavesTheOther()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-edit");
        var (edited, other) = (new Watched("edited", 9471), new Watched("other", 9472) { Keys = Row });
        await box.ServeAsync(daemon, edited, other);
        await daemon.StartAsync(edited, other with { Gate = "1s" });
        var before = await daemon.UntilAsync(edited.Name, Phase.Watching);
        var crashed = await daemon.UntilAsync(other.Name, status => RowOf(status) >= 2);
        await box.CrashAsync(daemon, other.Unit);
        var row = await daemon.UntilAsync(other.Name, status => status.Instance != crashed.Instance && RowOf(status) >= 3);

        daemon.Configure(edited with { Keys = Row }, other with { Gate = "1s" });
        var after = await daemon.UntilAsync(edited.Name, status => status.Checks.Length == 2);
        var kept = await daemon.UntilAsync(other.Name, status => status.Checks.Length == 2);

        Assert.Equal(before.Instance, after.Instance);
        Assert.Equal((row.Instance, 1), (kept.Instance, kept.Ledger.Restarts));
        Assert.Equal(row.Since, kept.Since, TimeSpan.FromMilliseconds(100));
        Assert.InRange(RowOf(kept), RowOf(row), int.MaxValue);
        Assert.Empty(daemon.Decisions<BeginAction>(edited.Name));
        Assert.Equal((2, 1), (daemon.Inputs<Resumed>(edited.Name).Count, daemon.Inputs<Resumed>(other.Name).Count));
        Assert.Contains("configuration reloaded (the file has changed), services: 2", await daemon.LogAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_EditedServiceWithLedger_KeepsIt()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-ledger");
        var web = new Watched("ledger", 9473) { Budget = 2 };
        var before = await box.WatchAsync(daemon, web);
        await box.CrashAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        daemon.Configure(web with { Budget = 1 });
        var after = await daemon.UntilAsync(web.Name, status => status.Ledger.Budget == 1 && status.Phase == Phase.Watching);
        await box.FreezeAsync(daemon, web.Unit);
        var held = await daemon.UntilAsync(web.Name, Phase.Holding);

        Assert.Equal((1, Hold.Storm), (after.Ledger.Restarts, held.Hold));
        Assert.Single(daemon.Decisions<Restart>(web.Name));
    }

    [SkippableFact]
    public async Task Run_BadEdit_GoesOnWithTheOldOneAndSaysSo()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-bad");
        var web = new Watched("bad", 9474);
        var before = await box.WatchAsync(daemon, web);

        daemon.ConfigureText("""{ "services": { "bad": { "systemd": { "unti": "bad.service" } } } }""");
        await Eventually.TrueAsync(async () => (await daemon.StatusAsync()).Value?.Daemon?.ConfigError is not null, "the rejected edit in status");
        var reload = await daemon.RunAsync("reload");

        Assert.Equal(1, reload.ExitCode);
        Assert.Contains("unti", reload.Error, StringComparison.Ordinal);
        var status = (await daemon.RunAsync("status")).Ok();
        Assert.Contains($"the last edit was not taken over: {daemon.ConfigPath}:1:", status, StringComparison.Ordinal);
        Assert.Contains($"the configuration was not taken over, the one before goes on: {daemon.ConfigPath}:1:", await daemon.LogAsync(), StringComparison.Ordinal);

        // The old one is still in force, and acts.
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        daemon.Configure(web);
        Assert.Contains("is in force, services: 1", (await daemon.RunAsync("reload")).Ok(), StringComparison.Ordinal);
        Assert.Null((await daemon.StatusAsync()).Value!.Daemon!.ConfigError);
        await daemon.SystemctlAsync("reload", daemon.Unit);
        await Eventually.TrueAsync(async () => (await daemon.LogAsync()).Contains("configuration reloaded (SIGHUP), services: 1", StringComparison.Ordinal), "SIGHUP in the log");
    }

    [SkippableFact]
    public async Task Control_SecondDaemonAndOtherUser_AreToldWhy()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-talk");
        var web = new Watched("talk", 9475);
        await box.WatchAsync(daemon, web);
        var pid = await box.PropertyAsync(daemon.Unit, "MainPID");

        var second = await daemon.RunAsync("run");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"another watchdog keeps these services already: watchdog run, PID {pid}, since ", second.Error, StringComparison.Ordinal);

        var status = (await daemon.RunAsync("status", web.Name, "--json")).Ok();
        Assert.Contains("\"phase\":\"watching\"", status, StringComparison.Ordinal);
        Assert.Contains("talk: the circuit is closed", (await daemon.RunAsync("rearm", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Equal(1, (await daemon.RunAsync("rearm", "tlak")).ExitCode);

        foreach (var command in (string[][])[["status"], ["rearm", web.Name], ["reload"]])
        {
            var refused = await box.TryExecAsUserAsync(
                ["env", $"STATE_DIRECTORY={daemon.StateFolder}", $"RUNTIME_DIRECTORY={daemon.RuntimeFolder}", "dotnet", $"{SystemdBox.UnderTest}/watchdog.dll", .. command]);
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains("belongs to another user; use sudo", refused.Error, StringComparison.Ordinal);
        }

        // Where the socket's own mode does not keep them out, the daemon does.
        await box.ExecAsync("chmod", "666", $"{daemon.RuntimeFolder}/control.sock");
        var asked = await box.TryExecAsUserAsync("curl", "-sS", "-X", "POST", "--unix-socket", $"{daemon.RuntimeFolder}/control.sock", "http://watchdog/v1/reload");
        Assert.DoesNotContain("in force", asked.Output, StringComparison.Ordinal);
        Assert.Contains($"User {SystemdBox.Uid} asked on the control socket and was refused", await daemon.LogAsync(), StringComparison.Ordinal);
    }

    private static int RowOf(ServiceStatus status) => status.Checks.FirstOrDefault(check => check.Name == "row")?.Failures ?? 0;
}
