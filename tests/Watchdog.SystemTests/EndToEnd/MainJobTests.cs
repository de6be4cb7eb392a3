using System.Diagnostics;
using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What it is for, in both scopes.</summary>
public sealed class MainJobTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ServerStoppedBySignal_RestartsItAndTellsWhy(bool user)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-frozen-{user}", user);
        var web = new Watched($"frozen-{user}", user ? 9402 : 9401);
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        var after = await daemon.UntilWellAfterAsync(before);

        Assert.Equal(await daemon.PropertyAsync(web.Unit, "InvocationID"), after.Instance);
        Assert.Equal((1, 1), (after.Ledger.Restarts, daemon.Decisions<Restart>(web.Name).Count));
        Assert.Contains("\"status\": \"ok\"", await box.AskAsync(web), StringComparison.Ordinal);
        var why = (await daemon.RunAsync("why", web.Name)).Ok();
        Assert.Matches(
            "(?s)liveness fails: timeout-first-byte: no answer in 1 s.*decided to act .restart if hung.*last look: liveness fails: timeout-first-byte.*restart ordered.*"
            + "a new instance: restarted: our restart for liveness.*alert .info.: recovered",
            why);
        await Eventually.TrueAsync(async () => await daemon.PropertyAsync(daemon.Unit, "StatusText") == "1 service, 1 healthy", "the line that systemctl status shows");
        Assert.Equal("0", await daemon.PropertyAsync(daemon.Unit, "NRestarts"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_Crash_IsNoticedWithoutPolling(bool user)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-crash-{user}", user);
        var web = new Watched($"crash-{user}", user ? 9404 : 9403) { Interval = "1h" };
        var before = await box.WatchAsync(daemon, web);

        var since = Stopwatch.GetTimestamp();
        await box.CrashAsync(daemon, web.Unit);
        await daemon.UntilAsync(web.Name, status => status.Instance != before.Instance);

        // Half a second on a machine that has time; a look would come after an hour.
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        var after = await daemon.UntilWellAfterAsync(before);
        Assert.Equal(1, after.Ledger.Restarts);
        Assert.Equal(Intent.EnsureUp, Assert.Single(daemon.Decisions<Restart>(web.Name)).Intent);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_StoppedByAdministrator_LeavesItStopped(bool user)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-stop-{user}", user);
        var web = new Watched($"stop-{user}", user ? 9406 : 9405);
        await box.WatchAsync(daemon, web);

        await daemon.SystemctlAsync("stop", web.Unit);
        var stopped = await daemon.UntilAsync(web.Name, Phase.Stopped);
        await Task.Delay(s_manyIntervals);

        Assert.Equal("stopped", stopped.Reason.Code);
        Assert.Equal("inactive", await daemon.PropertyAsync(web.Unit, "ActiveState"));
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));

        // And it is watched again as soon as it is back.
        await daemon.SystemctlAsync("start", web.Unit);
        Assert.Equal(0, (await daemon.UntilAsync(web.Name, Phase.Watching)).Ledger.Restarts);
    }
}
