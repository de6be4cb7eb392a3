using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What becomes of the daemon itself.</summary>
public sealed class CrashSafetyTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Run_KilledBetweenDecidedAndDone_CountsItAndDoesItOnce()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-killed");
        var web = new Watched("slow-end", 9481) { Options = "--ignore-term", Lines = "TimeoutStopSec=6" };
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await Eventually.TrueAsync(async () => await box.PropertyAsync(web.Unit, "ActiveState") == "deactivating", "our restart under way");
        await box.CrashAsync(daemon, daemon.Unit);
        var after = await daemon.UntilWellAfterAsync(before);

        Assert.Equal("1", await box.PropertyAsync(daemon.Unit, "NRestarts"));
        Assert.Equal(1, after.Ledger.Restarts);
        Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.Equal(StartKind.Ours, Assert.Single(daemon.Decisions<Started>(web.Name)).Kind);
        Assert.Empty(daemon.Inputs<RestartEnded>(web.Name));
        Assert.Contains("we began (the daemon started)", (await daemon.RunAsync("why", web.Name)).Ok(), StringComparison.Ordinal);
        await box.SystemctlAsync("kill", "-s", "KILL", web.Unit);
    }

    [SkippableFact]
    public async Task Run_DaemonStopped_EndsInOrderAndIsReadFromItsFiles()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-ended");
        var web = new Watched("ended", 9482);
        var before = await box.WatchAsync(daemon, web);

        await daemon.StopAsync();

        Assert.Equal("success", await box.PropertyAsync(daemon.Unit, "Result"));
        var status = (await daemon.RunAsync("status", web.Name)).Ok();
        Assert.Contains("no daemon runs: this is what was last seen", status, StringComparison.Ordinal);
        Assert.Contains(before.Instance, status, StringComparison.Ordinal);
        Assert.Equal(1, (await daemon.RunAsync("reload")).ExitCode);
    }

    [SkippableFact]
    public async Task Run_DaemonThatStandsStill_IsRestartedByItsOwnManager()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-still");
        var web = new Watched("still", 9483);
        await box.ServeAsync(daemon, web);
        box.Write($"/run/systemd/system/{daemon.Unit}.d/soon.conf", "[Service]\nWatchdogSec=4s\nTimeoutAbortSec=1s");
        await daemon.StartAsync(web);
        await daemon.UntilAsync(web.Name, Phase.Watching);

        // While it turns, it is left alone for longer than that.
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.Equal("0", await box.PropertyAsync(daemon.Unit, "NRestarts"));
        await box.FreezeAsync(daemon, daemon.Unit);

        await Eventually.TrueAsync(async () => await box.PropertyAsync(daemon.Unit, "NRestarts") == "1", "systemd's watchdog");
        await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }
}
