using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>When not to shoot, and how often.</summary>
public sealed class RestraintTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableFact]
    public async Task Run_CrashThatSystemdMends_IsCountedAndLeftToIt()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-mended");
        var web = new Watched("mended", 9421) { Lines = "Restart=always\nRestartSec=1500ms" };
        var before = await box.WatchAsync(daemon, web);

        await box.CrashAsync(daemon, web.Unit);
        var after = await daemon.UntilWellAfterAsync(before);
        await Task.Delay(s_manyIntervals);

        Assert.Equal(1, after.Ledger.Restarts);
        Assert.Equal(StartKind.Automatic, Assert.Single(daemon.Decisions<Started>(web.Name)).Kind);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.Equal((after.Instance, "1"), (await box.PropertyAsync(web.Unit, "InvocationID"), await box.PropertyAsync(web.Unit, "NRestarts")));
    }

    [SkippableFact]
    public async Task Run_UnitAtItsStartLimit_IsStartedWithinTheBudgetOnly()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-limit");
        var web = new Watched("limit", 9422) { Budget = 3, Lines = "Restart=on-failure\nRestartSec=100ms\n[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=300" };

        // The daemon first: a daemon-reload between the starts would have systemd forget them.
        await daemon.StartAsync(web);
        await box.ServeAsync(daemon, web);
        var first = await daemon.UntilAsync(web.Name, Phase.Watching);

        await box.CrashAsync(daemon, web.Unit);
        var second = await daemon.UntilWellAfterAsync(first);
        await box.CrashAsync(daemon, web.Unit);
        var third = await daemon.UntilWellAfterAsync(second);

        // One start was systemd's, and after its limit one was ours.
        var restart = Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.Equal((Intent.EnsureUp, true, 2), (restart.Intent, restart.ResetFailedFirst, third.Ledger.Restarts));

        // The third of our budget is systemd's again; at its limit for the second time, it stays down.
        await box.CrashAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(third);
        await box.CrashAsync(daemon, web.Unit);
        var held = await daemon.UntilAsync(web.Name, Phase.Holding);
        await Task.Delay(s_manyIntervals);

        Assert.Equal((Hold.Storm, 3), (held.Hold, held.Ledger.Restarts));
        Assert.Equal("failed", await box.PropertyAsync(web.Unit, "ActiveState"));
        Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.Equal(1, (await daemon.RunAsync("check")).ExitCode);
        Assert.NotEqual(0, (await box.TryExecAsync("systemctl", "start", web.Unit)).ExitCode);
    }

    [SkippableFact]
    public async Task Run_IncurableService_IsHeldAfterTwoRestartsWithOneAlert()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-incurable");
        var web = new Watched("incurable", 9423) { Gate = "2s" };
        await box.WatchAsync(daemon, web);

        box.Write(web.Control, "hang-accept");
        var held = await daemon.UntilAsync(web.Name, Phase.Holding);
        await Task.Delay(s_manyIntervals);

        Assert.Equal((Hold.Ineffective, 2), (held.Hold, held.Ledger.Restarts));
        Assert.Equal(held.Instance, await box.PropertyAsync(web.Unit, "InvocationID"));
        Assert.Equal(2, daemon.Decisions<Restart>(web.Name).Count);
        var alert = Assert.Single(daemon.Decisions<Alert>(web.Name), alert => alert.Level == AlertLevel.Critical);
        Assert.Equal("ineffective", alert.Reason.Code);
    }

    [SkippableFact]
    public async Task Run_ThreeDeploys_AreRecordedAndNoStorm()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-deploys");
        var web = new Watched("deploys", 9424) { Budget = 1 };
        var seen = await box.WatchAsync(daemon, web);

        for (var i = 0; i < 3; i++)
        {
            await box.SystemctlAsync("restart", web.Unit);
            var instance = await box.PropertyAsync(web.Unit, "InvocationID");
            seen = await daemon.UntilAsync(web.Name, status => status.Instance == instance);
        }

        seen = await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Equal((0, null), (seen.Ledger.Restarts, seen.StormSince));
        Assert.Equal([StartKind.Operator, StartKind.Operator, StartKind.Operator], daemon.Decisions<Started>(web.Name).Select(start => start.Kind));
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.Empty(daemon.Decisions<Alert>(web.Name));
    }

    [SkippableFact]
    public async Task Check_CrashLoopThatPassesInBetween_NeverSaysThatAllIsWell()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-looping");
        var web = new Watched("looping", 9429)
        {
            Budget = 2,
            Lines = "RuntimeMaxSec=2\nTimeoutStopSec=1\nRestart=always\nRestartSec=100ms\n[Unit]\nStartLimitIntervalSec=0",
        };
        await box.ServeAsync(daemon, web);
        await daemon.StartAsync(web);
        await daemon.UntilAsync(web.Name, status => status.StormSince is not null);

        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(1, (await daemon.RunAsync("check")).ExitCode);
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }

        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }

    [SkippableFact]
    public async Task Run_EndedByItselfWithSuccessAndForgottenBySystemd_IsToldAsEnded()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-finished");
        var web = new Watched("finished", 9428);
        await box.WatchAsync(daemon, web);

        box.Write(web.Control, "exit 0");
        var ended = await daemon.UntilAsync(web.Name, Phase.Stopped);

        Assert.Equal("", await box.PropertyAsync(web.Unit, "InvocationID"));
        Assert.Equal("ended", ended.Reason.Code);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }

    [SkippableTheory]
    [InlineData("fused", 9426, "FailureAction=poweroff")]
    [InlineData("fused-too", 9427, "SuccessAction=poweroff")]
    public async Task Run_FrozenWithAnActionOnItsEnd_IsLeftToAPersonAndTheMachineStaysUp(string name, int port, string action)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-{name}");
        var web = new Watched(name, port) { Options = "--ignore-term", Lines = $"[Unit]\n{action}" };
        var before = await box.WatchAsync(daemon, web);
        Assert.Equal("end-action", Assert.Single(daemon.Decisions<Alert>(web.Name), alert => alert.Level == AlertLevel.Warning).Reason.Code);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilAsync(web.Name, _ => daemon.Decisions<Alert>(web.Name).Any(alert => alert.Level == AlertLevel.Critical));
        await Task.Delay(s_manyIntervals);

        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.Contains(action, daemon.Decisions<NotActing>(web.Name)[^1].Reason.Sentence, StringComparison.Ordinal);
        Assert.Equal(before.Instance, await box.PropertyAsync(web.Unit, "InvocationID"));

        // Taken out of the unit, it is in nobody's way.
        await box.WriteUnitAsync(web.Unit, (web with { Lines = "" }).UnitText);
        await daemon.SystemctlAsync("daemon-reload");
        await daemon.UntilWellAfterAsync(before);
    }

    [SkippableFact]
    public async Task Run_StoppedServiceThatFailsAtIt_IsNotRevived()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-sulky");
        var web = new Watched("sulky", 9425) { Options = "--exit-on-term 3" };
        await box.WatchAsync(daemon, web);

        await box.SystemctlAsync("stop", web.Unit);
        var stopped = await daemon.UntilAsync(web.Name, Phase.Stopped);
        await Task.Delay(s_manyIntervals);

        Assert.Equal("stopped", stopped.Reason.Code);
        Assert.Equal(("failed", "exit-code"), (await box.PropertyAsync(web.Unit, "ActiveState"), await box.PropertyAsync(web.Unit, "Result")));
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }
}
