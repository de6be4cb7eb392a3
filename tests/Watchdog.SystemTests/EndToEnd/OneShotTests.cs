using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog check</c>, alone and by turns with the daemon.</summary>
public sealed class OneShotTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Check_ByTurnsWithTheDaemon_SharesLedgerAndBudget()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-turns");
        var web = new Watched("turns", 9461) { Budget = 2, Timeout = "3s" };
        var before = await box.WatchAsync(daemon, web);
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        // While it runs, its word is passed on.
        Assert.Equal(0, (await daemon.RunAsync("check")).ExitCode);
        await daemon.StopAsync();

        // The second of two is the round's; whether it helped is for the next one to see.
        await box.FreezeAsync(daemon, web.Unit);
        var acted = await daemon.RunAsync("check");
        await box.ListeningAsync(web.Port);
        Assert.Equal(1, acted.ExitCode);

        // On a busy machine the new instance may need more than one look for its first answer.
        await Eventually.TrueAsync(async () => (await daemon.RunAsync("check")).ExitCode == 0, "a round that finds it well");
        Assert.Equal(2, daemon.Decisions<Restart>(web.Name).Count);

        // The budget that both have used up holds the next round, and the daemon after it.
        await box.FreezeAsync(daemon, web.Unit);
        var held = await daemon.RunAsync("check", web.Name);
        Assert.Equal(1, held.ExitCode);
        Assert.Contains("holding (storm)", held.Output, StringComparison.Ordinal);
        await daemon.SystemctlAsync("start", daemon.Unit);
        var storm = await daemon.UntilAsync(web.Name, Phase.Holding);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal((Hold.Storm, 2, 2), (storm.Hold, storm.Ledger.Restarts, daemon.Decisions<Restart>(web.Name).Count));

        // And with a rearm it goes on.
        Assert.Contains("its budget is whole again", (await daemon.RunAsync("rearm", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Equal(1, (await daemon.UntilWellAfterAsync(storm)).Ledger.Restarts);
    }

    [SkippableFact]
    public async Task Check_ByItsTimer_RestartsAWedgedServer()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-timer");
        var web = new Watched("timed", 9462);
        await box.ServeAsync(daemon, web);
        daemon.Configure(web);
        box.Write("/run/systemd/system/wd-check.service", $"""
            [Service]
            Type=oneshot
            ExecStart=/usr/bin/env dotnet {SystemdBox.UnderTest}/watchdog.dll check --config {daemon.ConfigPath}
            SuccessExitStatus=1
            StateDirectory=wd-timer
            RuntimeDirectory=wd-timer
            RuntimeDirectoryPreserve=yes
            """);
        await box.WriteUnitAsync("wd-check.timer", "[Timer]\nOnActiveSec=0\nOnUnitInactiveSec=1s\nAccuracySec=100ms");
        await box.SystemctlAsync("start", "wd-check.timer");
        await Eventually.TrueAsync(() => daemon.Decisions<Moved>(web.Name).Any(moved => moved.To == Phase.Watching), "a round that finds it well");
        var before = await box.PropertyAsync(web.Unit, "InvocationID");

        await box.FreezeAsync(daemon, web.Unit);
        await Eventually.TrueAsync(() => daemon.Decisions<Alert>(web.Name).Any(alert => alert.Reason.Code == "recovered"), "a round that finds it well again");

        Assert.NotEqual(before, await box.PropertyAsync(web.Unit, "InvocationID"));
        Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.Equal("success", await box.PropertyAsync("wd-check.service", "Result"));
        await box.SystemctlAsync("stop", "wd-check.timer");
    }

    [SkippableFact]
    public async Task Check_UnusableConfigurationOrNoBus_ExitsWith2Or3()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-codes");
        var web = new Watched("codes", 9463);
        await box.ServeAsync(daemon, web);
        daemon.Configure(web);

        var blind = await box.TryExecAsync(
            "env", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nowhere", "STATE_DIRECTORY=/var/lib/wd-codes", "RUNTIME_DIRECTORY=/run/wd-codes",
            "dotnet", $"{SystemdBox.UnderTest}/watchdog.dll", "check", "--config", daemon.ConfigPath);
        var unknown = await daemon.RunAsync("check", "cods");
        daemon.ConfigureText("""{ "services": { "codes": { "systemd": { "unti": "codes.service" } } } }""");
        var unusable = await daemon.RunAsync("check");

        Assert.Equal((3, 2, 2), (blind.ExitCode, unknown.ExitCode, unusable.ExitCode));
        Assert.Contains($"{daemon.ConfigPath}:1:", unusable.Error, StringComparison.Ordinal);
        Assert.Contains("unit", unusable.Error, StringComparison.Ordinal);
    }
}
