using Watchdog.Core;

namespace Watchdog.SystemTests.Systemd;

[Collection(SystemdCollection.Name)]
public sealed class SystemdRestartTests(SystemdBox box)
{
    [SkippableFact]
    public async Task LookAsync_RunningService_TellsWhatSystemdKnows()
    {
        box.Require();
        await box.WriteServerAsync("look.service", 9001, "TimeoutStopSec=7\nTimeoutStartSec=infinity\nSendSIGKILL=no\n[Unit]\nStartLimitBurst=4\nStartLimitIntervalSec=30");
        await box.WriteUnitAsync("look-along.service", "[Unit]\nBindsTo=look.service\n[Service]\nExecStart=/bin/sleep inf");
        await box.SystemctlAsync("start", "look.service", "look-along.service");
        using var manager = box.Manager();

        var status = await manager.Unit("look.service").StatusAsync();

        Assert.Equal((UnitState.Active, "running", "success"), (status.State, status.SubState, status.Result));
        Assert.Equal(await box.PropertyAsync("look.service", "InvocationID"), status.Instance);
        Assert.Equal(await box.PropertyAsync("look.service", "MainPID"), $"{status.MainPid}");
        Assert.Equal(new StartLimit(4, TimeSpan.FromSeconds(30), false), status.StartLimit);
        Assert.Equal((TimeSpan.FromSeconds(7), false, null, false), (status.TimeoutStop, status.TimeoutStopIsDefault, status.TimeoutStart, status.MayBeKilled));
        Assert.Equal("/system.slice/look.service", status.ControlGroup);
        Assert.Equal(["look-along.service"], status.RestartsAlong);
        Assert.Equal((null, LastEnd.None, 0), (status.Job, status.LastEnd, status.AutoRestarts));
        Assert.InRange(manager.Uptime - status.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [SkippableFact]
    public async Task ActAsync_StoppedBySignal_IsRestartedWithoutKill()
    {
        // systemd sends SIGCONT after SIGTERM, so that this kind of frozen process still ends by itself.
        box.Require();
        await box.WriteServerAsync("sigstop.service", 9004);
        await box.SystemctlAsync("start", "sigstop.service");
        using var manager = box.Manager();
        var unit = manager.Unit("sigstop.service");
        var before = await unit.StatusAsync();
        await box.ExecAsync("kill", "-STOP", $"{before.MainPid}");

        var outcome = await unit.ActAsync(Hung(before) with { KillAfter = TimeSpan.FromSeconds(5) }, CancellationToken.None);

        Assert.Equal((RestartResult.Done, false), (outcome.Result, outcome.Killed));
        Assert.NotEqual(before.Instance, (await unit.StatusAsync()).Instance);
    }

    [SkippableFact]
    public async Task ActAsync_DeafToTermAndKillAfter_KillsAndRestarts()
    {
        box.Require();
        await box.WriteServerAsync("frozen.service", 9002, options: "--ignore-term");
        await box.SystemctlAsync("start", "frozen.service");
        using var manager = box.Manager();
        var unit = manager.Unit("frozen.service");
        await box.ListeningAsync(9002);
        var before = await unit.StatusAsync();

        var outcome = await unit.ActAsync(Hung(before) with { KillAfter = TimeSpan.FromSeconds(2) }, CancellationToken.None);

        Assert.Equal((RestartResult.Done, true, "job-done"), (outcome.Result, outcome.Killed, outcome.Reason.Code));
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8));
        var after = await unit.StatusAsync();
        Assert.Equal(UnitState.Active, after.State);
        Assert.NotEqual(before.Instance, after.Instance);
    }

    [SkippableFact]
    public async Task ActAsync_DeafToTermWithTimeoutOfItsOwn_GivesItThat()
    {
        box.Require();
        await box.WriteServerAsync("patient.service", 9003, "TimeoutStopSec=4", "--ignore-term");
        await box.SystemctlAsync("start", "patient.service");
        using var manager = box.Manager();
        var unit = manager.Unit("patient.service");
        await box.ListeningAsync(9003);
        var before = await unit.StatusAsync();

        var outcome = await unit.ActAsync(Hung(before) with { KillAfter = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        Assert.Equal((RestartResult.Done, false), (outcome.Result, outcome.Killed));
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));
    }

    private static Restart Hung(UnitStatus status) => new(1, Intent.RestartIfHung, new Reason("test", "")) { Instance = status.Instance };
}
