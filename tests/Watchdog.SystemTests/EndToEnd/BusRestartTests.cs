using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>In a box of its own, since the others need their bus.</summary>
public sealed class BusRestartTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Run_BusRestarted_DecidesNothingUntilItIsBack()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-bus");
        var web = new Watched("bus-web", 9451);
        var before = await box.WatchAsync(daemon, web);

        // Its socket first: whoever asks would start it again. Some versions end with it.
        var bus = await box.PropertyAsync("dbus.service", "MainPID");
        await box.SystemctlAsync("stop", "dbus.socket");
        await box.TryExecAsync("kill", "-KILL", bus);
        await daemon.UntilAsync(web.Name, Phase.Blind);
        await box.FreezeAsync(daemon, web.Unit);
        await Task.Delay(TimeSpan.FromSeconds(5));

        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.Equal(before.Instance, await box.PropertyAsync(web.Unit, "InvocationID"));
        Assert.Equal(3, (await daemon.RunAsync("check")).ExitCode);

        await box.SystemctlAsync("start", "dbus.socket", "dbus.service");
        var after = await daemon.UntilWellAfterAsync(before);
        await box.FreezeAsync(daemon, web.Unit);
        var later = await daemon.UntilWellAfterAsync(after);

        Assert.Equal(2, later.Ledger.Restarts);
        Assert.Equal("0", await box.PropertyAsync(daemon.Unit, "NRestarts"));
    }
}
