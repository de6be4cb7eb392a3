using Watchdog.Core;

namespace Watchdog.SystemTests.Systemd;

/// <summary>In a box of its own, since the others need their bus.</summary>
public sealed class SystemdBusLossTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);

    [SkippableFact]
    public async Task Bus_Gone_IsToldAndFoundAgain()
    {
        box.Require();
        await box.WriteServerAsync("steady.service", 9301, "TimeoutStopSec=60", "--ignore-term");
        await box.SystemctlAsync("start", "steady.service");
        await box.ListeningAsync(9301);
        using var manager = box.Manager();
        var unit = manager.Unit("steady.service");
        var told = new SemaphoreSlim(0);
        using var subscription = unit.Subscribe(() => told.Release());
        var before = await unit.StatusAsync();
        var acting = unit.ActAsync(Orders.RestartIfHung(before), CancellationToken.None);
        await unit.UntilAsync(UnitState.Deactivating);

        // The socket stays, nobody answers there: no restart can be asked for.
        await box.SystemctlAsync("kill", "-s", "STOP", "dbus.service");
        var mute = await unit.LookAsync(CancellationToken.None);
        await box.SystemctlAsync("kill", "-s", "KILL", "dbus.service");
        var outcome = await acting.WaitAsync(s_soon);

        Assert.Equal((null, "bus-timeout"), (mute.Status, mute.Unseen.Code));
        Assert.Equal((RestartResult.Unreachable, "bus-lost"), (outcome.Result, outcome.Reason.Code));

        await box.ExecAsync("kill", "-KILL", $"{before.MainPid}");
        await box.TryExecAsync("systemctl", "start", "dbus.service");
        var after = await unit.UntilAsync(status => status.State == UnitState.Active && status.Instance != before.Instance);
        while (told.CurrentCount > 0) await told.WaitAsync();

        // Signals come again, too.
        await box.ExecAsync("kill", "-KILL", $"{after.MainPid}");
        do Assert.True(await told.WaitAsync(s_soon));
        while ((await unit.StatusAsync()).State != UnitState.Failed);
    }

    [SkippableFact]
    public async Task Systemd_ReexecutesItself_IsFoundAgain()
    {
        box.Require();
        await box.WriteServerAsync("kept.service", 9302);
        await box.SystemctlAsync("start", "kept.service");
        using var manager = box.Manager();
        var unit = manager.Unit("kept.service");
        var told = new SemaphoreSlim(0);
        using var subscription = unit.Subscribe(() => told.Release());
        var before = await unit.StatusAsync();

        await box.TryExecAsync("systemctl", "daemon-reexec");
        await unit.UntilAsync(status => status.Instance == before.Instance);
        while (told.CurrentCount > 0) await told.WaitAsync();
        await box.ExecAsync("kill", "-KILL", $"{before.MainPid}");

        do Assert.True(await told.WaitAsync(s_soon));
        while ((await unit.LookAsync(CancellationToken.None)).Status?.State != UnitState.Failed);
    }
}
