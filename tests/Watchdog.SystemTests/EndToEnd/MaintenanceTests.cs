using System.Globalization;
using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Pauses: while a command runs, by its owner's death, over a restart of ours, and by the calendar.</summary>
public sealed class MaintenanceTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableFact]
    public async Task Pause_WithACommand_LeavesAFrozenServiceAloneWhileItRunsAndNoLonger()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-deploy");
        var web = new Watched("deploy", 9431);
        var before = await box.WatchAsync(daemon, web);

        var command = daemon.RunAsync("pause", web.Name, "--reason", "a deploy", "--", "sh", "-c", "until [ -e /run/deploy.done ]; do sleep 0.1; done; exit 7");
        var paused = await daemon.UntilAsync(web.Name, Phase.Paused);
        Assert.Equal(PauseKind.Lease, Assert.Single(paused.Pauses).Kind);
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilAsync(web.Name, status => status.Verdict == Verdict.Unhealthy);
        await Task.Delay(s_manyIntervals);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.Equal(before.Instance, await box.PropertyAsync(web.Unit, "InvocationID"));

        box.Write("/run/deploy.done", "");
        Assert.Equal(7, (await command).ExitCode);
        await daemon.UntilWellAfterAsync(before);

        Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.DoesNotContain(daemon.Decisions<Alert>(web.Name), alert => alert.Reason.Code.StartsWith("pause", StringComparison.Ordinal));
        var fresh = daemon.Journal(web.Name).SkipWhile(entry => entry.Input is not PauseEnded).TakeWhile(entry => !entry.Decisions.Any(one => one is BeginAction));
        Assert.Contains(fresh, entry => entry.Input is Observed { Observation.Look: Look.Failed });
    }

    [SkippableFact]
    public async Task Pause_WhoseOwnerIsKilled_EndsAndThatIsSaid()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-orphaned");
        var web = new Watched("orphaned", 9432);
        await box.WatchAsync(daemon, web);

        var command = daemon.RunAsync("pause", web.Name, "--", "sh", "-c", "echo $PPID > /run/orphaned.owner; exec sleep 300 < /dev/null > /dev/null 2>&1");
        await Eventually.TrueAsync(() => Owner().Length > 0, "the command runs");
        await daemon.UntilAsync(web.Name, Phase.Paused);
        await box.ExecAsync("kill", "-KILL", Owner());

        await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Equal(137, (await command).ExitCode);
        var alert = Assert.Single(daemon.Decisions<Alert>(web.Name));
        Assert.Equal((AlertLevel.Warning, "pause-owner-gone"), (alert.Level, alert.Reason.Code));

        string Owner() => File.Exists(box.HostPath("/run/orphaned.owner")) ? File.ReadAllText(box.HostPath("/run/orphaned.owner")).Trim() : "";
    }

    [SkippableFact]
    public async Task Pause_WhileTheDaemonIsKilled_IsTakenAgainFromTheNext()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-retaken");
        var web = new Watched("retaken", 9433);
        await box.WatchAsync(daemon, web);

        var command = daemon.RunAsync("pause", web.Name, "--for", "2h", "--", "sh", "-c", "until [ -e /run/retaken.done ]; do sleep 0.1; done");
        await daemon.UntilAsync(web.Name, Phase.Paused);
        await box.CrashAsync(daemon, daemon.Unit);
        await daemon.UntilAsync(web.Name, _ => daemon.Inputs<PauseSet>(web.Name).Count == 2);
        await daemon.UntilAsync(web.Name, status => status.Phase == Phase.Paused && status.PausedUntil > DateTimeOffset.UtcNow + TimeSpan.FromHours(1));

        box.Write("/run/retaken.done", "");
        var ran = await command;
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("the pause stands again", ran.Error, StringComparison.Ordinal);
        await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Empty(daemon.Decisions<Alert>(web.Name));
    }

    [SkippableFact]
    public async Task Window_ThatCoversNow_PausesUntilResumedByHand()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-window");
        var now = DateTimeOffset.UtcNow;
        var (from, to) = (Clock(now - TimeSpan.FromHours(1)), Clock(now + TimeSpan.FromHours(1)));
        var web = new Watched("window", 9434) { Keys = $$""", "maintenance": [ { "from": "{{from}}", "to": "{{to}}", "tz": "UTC" } ]""" };
        await box.ServeAsync(daemon, web);
        await daemon.StartAsync(web);

        var paused = await daemon.UntilAsync(web.Name, status => status.Phase == Phase.Paused && status.Verdict == Verdict.Healthy);
        Assert.Equal((PauseKind.Window, $"window {from} to {to} UTC"), (Assert.Single(paused.Pauses).Kind, paused.Pauses[0].Because.Replace("window mon, tue, wed, thu, fri, sat, sun", "window", StringComparison.Ordinal)));
        Assert.Equal(0, (await daemon.RunAsync("resume", web.Name)).ExitCode);
        await daemon.UntilAsync(web.Name, Phase.Watching);

        // Lifted is lifted, also for those who come after us.
        await box.CrashAsync(daemon, daemon.Unit);
        await daemon.UntilAsync(web.Name, _ => daemon.Inputs<Resumed>(web.Name).Count == 2);
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(paused);
    }

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
