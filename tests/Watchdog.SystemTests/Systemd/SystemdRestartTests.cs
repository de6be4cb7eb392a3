using Watchdog.Config;
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
        Assert.InRange(manager.Uptime - status.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));
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

        var outcome = await unit.ActAsync(Orders.RestartIfHung(before) with { KillAfter = TimeSpan.FromSeconds(5) }, CancellationToken.None);

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

        var outcome = await unit.ActAsync(Orders.RestartIfHung(before) with { KillAfter = TimeSpan.FromSeconds(2) }, CancellationToken.None);

        Assert.Equal((RestartResult.Done, true, "job-done"), (outcome.Result, outcome.Killed, outcome.Reason.Code));
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
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

        var outcome = await unit.ActAsync(Orders.RestartIfHung(before) with { KillAfter = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        Assert.Equal((RestartResult.Done, false), (outcome.Result, outcome.Killed));
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(60));
    }

    [SkippableFact]
    public async Task ActAsync_JobQueued_IsDisplaced()
    {
        box.Require();
        await box.WriteServerAsync("deployed.service", 9005, "TimeoutStopSec=60", "--ignore-term");
        await box.SystemctlAsync("start", "deployed.service");
        using var manager = box.Manager();
        var unit = manager.Unit("deployed.service");
        await box.ListeningAsync(9005);
        var before = await unit.StatusAsync();
        await box.SystemctlAsync("restart", "--no-block", "deployed.service");
        var stopping = await unit.UntilAsync(UnitState.Deactivating);

        var outcome = await unit.ActAsync(Orders.RestartIfHung(before), CancellationToken.None);

        Assert.StartsWith("restart, id ", stopping.Job, StringComparison.Ordinal);
        Assert.Equal((RestartResult.Displaced, "job-queued"), (outcome.Result, outcome.Reason.Code));
        await box.SystemctlAsync("kill", "-s", "KILL", "deployed.service");
    }

    [SkippableFact]
    public async Task ActAsync_OtherInstance_IsDisplaced()
    {
        box.Require();
        await box.WriteServerAsync("quick.service", 9006);
        await box.SystemctlAsync("start", "quick.service");
        using var manager = box.Manager();
        var unit = manager.Unit("quick.service");
        var before = await unit.StatusAsync();
        await box.SystemctlAsync("restart", "quick.service");

        var outcome = await unit.ActAsync(Orders.RestartIfHung(before), CancellationToken.None);

        Assert.Equal((RestartResult.Displaced, "other-instance"), (outcome.Result, outcome.Reason.Code));
    }

    [SkippableFact]
    public async Task ActAsync_AtStartLimit_StartsOnlyAfterReset()
    {
        box.Require();
        await box.WriteUnitAsync("limit.service", """
            [Unit]
            StartLimitBurst=2
            StartLimitIntervalSec=300
            [Service]
            ExecStart=/bin/sh -c 'test -e /run/limit.cured || exit 1; exec sleep inf'
            Restart=always
            RestartSec=50ms
            """);
        using var manager = box.Manager();
        var unit = manager.Unit("limit.service");
        using var subscription = unit.Subscribe(static () => { });
        await unit.StatusAsync();
        await box.TryExecAsync("systemctl", "start", "limit.service");
        var failed = await unit.UntilAsync(UnitState.Failed);
        box.Write("/run/limit.cured", "");

        var refused = await unit.ActAsync(Orders.EnsureUp(failed), CancellationToken.None);
        var started = await unit.ActAsync(Orders.EnsureUp(failed) with { ResetFailedFirst = true }, CancellationToken.None);

        Assert.Equal((LastEnd.ByItself, new StartLimit(2, TimeSpan.FromMinutes(5), false)), (failed.LastEnd, failed.StartLimit));
        Assert.Equal((RestartResult.Failed, "job-failed"), (refused.Result, refused.Reason.Code));
        Assert.Equal(RestartResult.Done, started.Result);
        Assert.Equal(UnitState.Active, (await unit.StatusAsync()).State);
    }

    [SkippableFact]
    public async Task ActAsync_NoSuchUnit_IsNotFound()
    {
        box.Require();
        using var manager = box.Manager();
        var unit = manager.Unit("no-such.service");

        var status = await unit.StatusAsync();
        var outcome = await unit.ActAsync(Orders.EnsureUp(status), CancellationToken.None);

        Assert.Equal((UnitState.NotFound, "not-found"), (status.State, status.SubState));
        Assert.Equal((RestartResult.Displaced, "other-state"), (outcome.Result, outcome.Reason.Code));
    }

    [SkippableFact]
    public async Task ActAsync_WithoutPrivilege_SaysWhatIsMissing()
    {
        box.Require();
        await box.WriteServerAsync("guarded.service", 9007);
        await box.SystemctlAsync("start", "guarded.service");
        using var manager = box.Manager(SystemdBox.Uid);
        var unit = manager.Unit("guarded.service");
        var before = await unit.StatusAsync();

        // Whom systemd asks; to start it on a machine at work may take longer than a call of ours.
        await box.TryExecAsync("systemctl", "start", "polkit.service");
        var outcome = await unit.ActAsync(Orders.RestartIfHung(before), CancellationToken.None);

        Assert.Equal((RestartResult.Denied, "access-denied"), (outcome.Result, outcome.Reason.Code));
        Assert.Contains("org.freedesktop.systemd1.manage-units with the verb try-restart for the unit guarded.service", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.Equal(before.Instance, (await unit.StatusAsync()).Instance);
    }

    [SkippableFact]
    public async Task ActAsync_UserScope_RestartsTheUsersUnit()
    {
        box.Require();
        await box.WriteUserUnitAsync("mine.service", "[Service]\nExecStart=/bin/sleep inf");
        await box.UserSystemctlAsync("start", "mine.service");
        using var manager = box.UserManager();
        var unit = manager.Unit("mine.service");
        var before = await unit.StatusAsync();

        var outcome = await unit.ActAsync(Orders.RestartIfHung(before), CancellationToken.None);

        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.NotEqual(before.Instance, (await unit.StatusAsync()).Instance);
    }

    [SkippableFact]
    public async Task ReadMemoryAsync_WithLimit_TellsBoth()
    {
        box.Require();
        await box.WriteServerAsync("fat.service", 9008, "MemoryMax=300M");
        await box.SystemctlAsync("start", "fat.service");
        using var manager = box.Manager();
        var unit = manager.Unit("fat.service");
        box.Write("/run/fat.service.control", "grow 64");
        Skip.If(await box.PropertyAsync("fat.service", "MemoryCurrent") == "[not set]", "the memory controller is not available");

        await Eventually.TrueAsync(async () => (await unit.ReadMemoryAsync(MemorySource.WorkingSet, CancellationToken.None)).Bytes > 64 << 20, "64 MiB more");
        var look = await unit.ReadMemoryAsync(MemorySource.WorkingSet, CancellationToken.None);

        Assert.Equal(300 << 20, look.Limit);
        Assert.InRange(look.Bytes!.Value, 64 << 20, 200 << 20);
    }
}
