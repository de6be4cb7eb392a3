using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The hardened unit of <c>watchdog install</c>, with no privilege but what a polkit rule gives it.</summary>
public sealed class PrivilegeTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Run_HardenedAndUnprivileged_NeedsThePolkitRuleAndNothingElse()
    {
        box.RequirePolkit();
        await using var daemon = BoxedDaemon.Installed(box);
        var web = new Watched("guarded", 9491) { Keys = """, "memory": { "max": "1G", "interval": "1s" }""" };
        await box.AddUserAsync();
        var before = await box.WatchAsync(daemon, web);
        await AssertConfinedAsync(daemon);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilAsync(web.Name, _ => daemon.Inputs<RestartEnded>(web.Name).Count > 2);     // asked again

        var outcome = daemon.Inputs<RestartEnded>(web.Name)[0].Outcome;
        Assert.Equal((RestartResult.Denied, "access-denied"), (outcome.Result, outcome.Reason.Code));
        Assert.Contains("org.freedesktop.systemd1.manage-units with the verb try-restart for the unit guarded.service", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.Contains(daemon.Decisions<Alert>(web.Name), alert => alert is { Level: AlertLevel.Critical, Reason.Code: "access-denied" });

        // None of it counted: an order takes its place in the ledger when it is given, and a refusal gives it back.
        var refused = await daemon.UntilAsync(web.Name, status => status.Ledger.Restarts == 0);
        Assert.Equal(before.Instance, refused.Instance);
        Assert.Equal("0", await box.PropertyAsync(daemon.Unit, "NRestarts"));

        box.Grant(web.Unit);
        await box.SystemctlAsync("restart", "polkit.service");
        var after = await daemon.UntilWellAfterAsync(before);

        // A crash takes other verbs: reset-failed and start. And whether someone stopped it is read in the journal.
        await box.CrashAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(after);
        await box.SystemctlAsync("stop", web.Unit);
        await daemon.UntilAsync(web.Name, Phase.Stopped);
    }

    /// <summary>Where it is, even root may write to its own folders only, and sees nobody's home or temporary files.</summary>
    private async Task AssertConfinedAsync(BoxedDaemon daemon)
    {
        box.Write("/tmp/of-others", "");
        var pid = await daemon.PropertyAsync(daemon.Unit, "MainPID");
        var seen = await box.ExecAsync("nsenter", "--target", pid, "--mount", "--", "sh", "-c", $"""
            for folder in /usr /etc /var/lib {daemon.StateFolder} {daemon.RuntimeFolder}; do
              if touch $folder/of-a-test 2>/dev/null; then echo $folder; rm $folder/of-a-test; fi
            done
            ls /home
            if [ -e /tmp/of-others ]; then echo /tmp; fi
            """);
        Assert.Equal([daemon.StateFolder, daemon.RuntimeFolder], seen.TrimEnd().Split('\n'));
    }
}
