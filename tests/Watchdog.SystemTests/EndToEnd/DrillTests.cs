using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog drill</c> on real services of a real systemd.</summary>
public sealed class DrillTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>Else the first restart waits until what may have been before has left the limit's window.</summary>
    private const string NoLimit = "[Unit]\nStartLimitIntervalSec=0";

    [SkippableFact]
    public async Task Drill_OfAGoodService_Passes()
    {
        box.Require();
        var good = await new Drilled(box, "drill-good", 9601, "none") { Lines = NoLimit }.StartAsync();
        var before = await box.PropertyAsync(good.Unit, "InvocationID");

        var ran = await good.DrillAsync("--yes", "--fail-on", "no such text");

        Assert.True(ran.ExitCode == 0, ran.Error + ran.Output);
        Assert.Equal("", ran.Error);
        Assert.DoesNotContain("note:", ran.Output, StringComparison.Ordinal);
        Assert.Contains("passed: 3 of 3 restarts; drill-good.service runs, and its checks pass", ran.Output, StringComparison.Ordinal);
        Assert.NotEqual(before, await box.PropertyAsync(good.Unit, "InvocationID"));
    }

    [SkippableFact]
    public async Task Drill_OfAServiceThatLeaksDescriptors_Fails()
    {
        box.Require();
        var leaking = await new Drilled(box, "drill-leak", 9602, "leak") { Lines = NoLimit }.StartAsync();

        var (code, report) = await leaking.ReportAsync();

        Assert.Equal((1, "descriptors-leak"), (code, Assert.Single(Drilled.Reasons(report))));
        Assert.All(report.GetProperty("restarts").EnumerateArray(), restart =>
        {
            var open = restart.GetProperty("descriptors").EnumerateArray().Select(one => one.GetInt64()).ToArray();
            Assert.Equal(open[0] + open.Length - 1, open[^1]);
        });
    }

    [SkippableFact]
    public async Task Drill_OfAServiceThatLogsNeverAwaitedAndATraceback_FailsAndShowsTheLines()
    {
        box.Require();
        var noisy = await new Drilled(box, "drill-noisy", 9603, "unawaited") { Lines = NoLimit }.StartAsync();

        var ran = await noisy.DrillAsync("--yes", "--fail-on", "never awaited");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("FAILED, 3 of 3 restarts", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  log: restarts 1, 2, 3: its log says: drilled.py:7: RuntimeWarning: coroutine 'Session.close' was never awaited", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  log: restarts 1, 2, 3: its log says: Traceback (most recent call last): RuntimeError: the session was closed twice", ran.Output, StringComparison.Ordinal);
        Assert.Contains("note: 3 times its run ended with exit-code when it was asked to stop", ran.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Drill_OfAServiceThatHasToBeKilledAndLeavesAChild_FailsForBoth()
    {
        box.Require();
        var stubborn = await new Drilled(box, "drill-stubborn", 9605, "ignore-term-orphan") { Lines = $"TimeoutStopSec=500ms\nKillMode=process\n{NoLimit}" }.StartAsync();

        var (code, report) = await stubborn.ReportAsync();

        Assert.Equal(1, code);
        Assert.Equal(["killed", "left-behind", "descriptors-climb"], Drilled.Reasons(report));
        Assert.All(report.GetProperty("restarts").EnumerateArray(), restart => Assert.Equal(1, restart.GetProperty("leftBehind").GetArrayLength()));
    }

    [SkippableFact]
    public async Task Drill_OfAServiceThatCrashesAtItsThirdStart_FailsAndLeavesItRunning()
    {
        box.Require();
        var crashing = await new Drilled(box, "drill-crash", 9606, "third-crashes") { Lines = NoLimit }.StartAsync();

        var (code, report) = await crashing.ReportAsync();

        Assert.Equal((1, "ended"), (code, Assert.Single(Drilled.Reasons(report))));
        Assert.Equal("well", report.GetProperty("left").GetProperty("code").GetString());
        Assert.Equal("active", await box.PropertyAsync(crashing.Unit, "ActiveState"));
    }

    [SkippableFact]
    public async Task Drill_OfAUnitWithAStartLimit_NeverHitsIt()
    {
        box.Require();
        var limited = await new Drilled(box, "drill-limited", 9607, "none") { Lines = "[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=2s" }.StartAsync();

        var (code, report) = await limited.ReportAsync();

        Assert.Equal((0, 3), (code, report.GetProperty("restarts").GetArrayLength()));
        Assert.DoesNotContain("Start request repeated too quickly", await box.JournalAsync(limited.Unit), StringComparison.Ordinal);

        // One start was spared: there is room for somebody else's.
        await box.SystemctlAsync("restart", limited.Unit);
    }

    [SkippableFact]
    public async Task Drill_BesideADaemon_PausesItMeanwhileAndIsNoCrash()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-drill");
        var web = new Watched("drill-watched", 9608) { Lines = NoLimit };
        var before = await box.WatchAsync(daemon, web);

        var ran = await daemon.RunAsync("drill", web.Name, "--restarts", "2", "--settle", "1s", "--yes");

        Assert.True(ran.ExitCode == 0, ran.Error + ran.Output);
        var after = await daemon.UntilWellAfterAsync(before);
        Assert.Empty(after.Pauses);
        Assert.Equal(0, after.Ledger.Restarts);
        Assert.Equal(PauseKind.Lease, Assert.Single(daemon.Inputs<PauseSet>(web.Name)).Kind);
        Assert.Contains("the drill has ended", Assert.Single(daemon.Inputs<PauseEnded>(web.Name)).Because, StringComparison.Ordinal);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        Assert.Empty(daemon.Decisions<Alert>(web.Name));
        Assert.All(daemon.Decisions<Started>(web.Name), started => Assert.Equal(StartKind.Operator, started.Kind));
    }

    [SkippableFact]
    public async Task Drill_Terminated_SeesTheRestartToItsEndAndSaysHowItLeftIt()
    {
        box.Require();
        var good = await new Drilled(box, "drill-term", 9609, "none") { Lines = NoLimit }.StartAsync();
        var before = await box.PropertyAsync(good.Unit, "InvocationID");

        // In the settle time of the first run: the second restart is never made.
        var script = $"\"$@\" > /run/drill-term.out & until [ \"$(systemctl show --value -p InvocationID {good.Unit})\" != {before} ]; do sleep 0.05; done; "
            + "kill -TERM $!; wait $!; code=$?; cat /run/drill-term.out; exit $code";
        var ran = await box.TryExecAsync(["bash", "-c", script, "bash", .. good.Program("drill", "drill-term", "--restarts", "3", "--settle", "1h", "--yes")]);

        Assert.Equal(130, ran.ExitCode);
        Assert.Contains("interrupted after 1 of 3 restarts: drill-term.service runs, and its checks pass", ran.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Drill_OfWhatIsNotToBeDrilled_IsRefusedWithoutAWord()
    {
        box.Require();
        var cold = await new Drilled(box, "drill-cold", 9610, "none") { Lines = $"{NoLimit}\nFailureAction=reboot" }.StartAsync();
        var before = await box.PropertyAsync(cold.Unit, "InvocationID");
        await SaysAsync(3, "end-action: drill-cold.service has FailureAction=reboot", "--yes");

        await box.WriteUnitAsync(cold.Unit, $"[Service]\nExecStart=/usr/bin/sleep infinity\n{NoLimit}");
        await SaysAsync(2, "there is no terminal to ask on: add --yes");
        Assert.Equal(before, await box.PropertyAsync(cold.Unit, "InvocationID"));

        var denied = await box.TryExecAsync(["runuser", "-u", SystemdBox.User, "--", "env", "HOME=/tmp", .. cold.Program("drill", "drill-cold", "--yes")]);
        Assert.Equal(3, denied.ExitCode);
        Assert.Contains("access-denied: polkit does not allow us", denied.Error, StringComparison.Ordinal);

        await box.SystemctlAsync("restart", cold.Unit);
        await SaysAsync(3, "unwell: it is not well, so a drill would prove nothing: liveness fails: refused", "--yes");

        await box.SystemctlAsync("stop", cold.Unit);
        await SaysAsync(3, "not-active: drill-cold.service is inactive (dead): start it, and drill it when it is well", "--yes");

        async Task SaysAsync(int code, string what, params string[] options)
        {
            var ran = await cold.DrillAsync(options);
            Assert.Equal((code, ""), (ran.ExitCode, ran.Output));
            Assert.Contains(what, ran.Error, StringComparison.Ordinal);
        }
    }
}
