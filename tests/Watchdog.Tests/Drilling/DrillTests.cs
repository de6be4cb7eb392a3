using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Tests.Drilling;

public sealed class DrillTests
{
    private readonly DrillRig _rig = new();

    [Fact]
    public async Task Run_EachRestartComesBack_PassesAndHasNamedEachInstance()
    {
        var (report, _) = await _rig.DrillAsync();

        Assert.True(report!.Passed);
        Assert.Equal(["run-2", "run-3", "run-4"], report.Restarts.Select(round => round.Instance));
        Assert.Equal(["run-1", "run-2", "run-3"], _rig.Orders.Select(order => order.Instance));
        Assert.All(_rig.Orders, order => Assert.Equal((Intent.RestartIfHung, null, false), (order.Intent, order.KillAfter, order.ResetFailedFirst)));
        Assert.Equal("s.service runs, and its checks pass", report.Left.Sentence);
    }

    [Theory]
    [InlineData(RestartResult.Denied)]
    [InlineData(RestartResult.Refused)]
    [InlineData(RestartResult.Displaced)]
    public async Task Run_FirstOrderIsNotTaken_IsNoDrill(RestartResult result)
    {
        _rig.OnOrder = _ => DrillRig.Outcome(result, "no");

        Assert.Equal((null, new Reason("no", "it says no")), await _rig.DrillAsync());
        Assert.Single(_rig.Orders);
    }

    [Fact]
    public async Task Run_ARestartThatFails_StartsItOnceMoreAndEnds()
    {
        _rig.OnOrder = order => _rig.Orders.Count == 2 ? Fails() : null;

        var (report, _) = await _rig.DrillAsync();

        Assert.False(report!.Passed);
        Assert.Equal(["job-failed: restart 2: it says job-failed"], report.Reasons.Select(reason => reason.ToString()));
        Assert.Equal([Intent.RestartIfHung, Intent.RestartIfHung, Intent.EnsureUp], _rig.Orders.Select(order => order.Intent));
        Assert.Equal("s.service was started once more: it runs, and its checks pass", report.Left.Sentence);

        RestartOutcome Fails()
        {
            _rig.Unit.Status = _rig.Unit.Status with { State = UnitState.Failed, LastEnd = LastEnd.ByItself };
            return DrillRig.Outcome(RestartResult.Failed, "job-failed");
        }
    }

    [Fact]
    public async Task Run_SomeoneStopsIt_LeavesItStopped()
    {
        _rig.OnOrder = _ =>
        {
            _rig.Unit.Status = _rig.Unit.Status with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob };
            return DrillRig.Outcome(RestartResult.Done, "done");
        };

        var (report, _) = await _rig.DrillAsync();

        Assert.Equal(["stopped-by-someone"], report!.Reasons.Select(reason => reason.Code));
        Assert.Single(_rig.Orders);
        Assert.Equal("down", report.Left.Code);
    }

    /// <summary>As supervisord does it: to its eyes, who was stopped for a restart was stopped by someone.</summary>
    [Theory]
    [InlineData(true, "well")]
    [InlineData(false, "down")]
    public async Task Run_ARestartThatStopsAndDoesNotStart_IsStartedOnceMore(bool restartStops, string left)
    {
        _rig.OnOrder = order => order.Intent == Intent.EnsureUp ? null : Fails();

        var (report, _) = await _rig.DrillAsync();

        Assert.Equal(["spawn-error"], report!.Reasons.Select(reason => reason.Code));
        Assert.Equal(left, report.Left.Code);

        RestartOutcome Fails()
        {
            _rig.Unit.Status = _rig.Unit.Status with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, RestartStops = restartStops };
            return DrillRig.Outcome(RestartResult.Failed, "spawn-error");
        }
    }

    [Fact]
    public async Task Run_NotSeenAtFirst_MakesNoRestartThatTheStartLimitWouldNotBear()
    {
        _rig.Limit = new StartLimit(2, TimeSpan.FromMinutes(1), false);
        _rig.Unit.Status = _rig.Run();
        var seen = _rig.Unit.Status;
        _rig.Unit.OnLook = _ => ValueTask.FromResult(_rig.Unit.Looks == 1 ? UnitLook.NotSeen("bus-lost", "gone") : UnitLook.Seen(seen));

        Assert.Equal((null, new Reason("bus-lost", "gone")), await _rig.DrillAsync());
        Assert.Empty(_rig.Orders);
    }

    [Fact]
    public async Task Run_TheNewRunCrashesInALoop_EndsAtOnce()
    {
        _rig.OnOrder = _ =>
        {
            _rig.Unit.Status = _rig.Run() with { State = UnitState.Activating, SubState = "auto-restart" };
            return DrillRig.Outcome(RestartResult.Done, "done");
        };

        var (report, _) = await _rig.DrillAsync();

        Assert.Equal(["crashed"], report!.Reasons.Select(reason => reason.Code));
        Assert.Single(_rig.Orders);
    }

    [Fact]
    public async Task Run_NeverWellAgain_GivesUpAfterItsStartupGate()
    {
        _rig.OnOrder = _ =>
        {
            _rig.Check.Fails();
            return null;
        };

        var (report, _) = await _rig.DrillAsync();

        var reason = Assert.Single(report!.Reasons);
        Assert.Equal("not-well", reason.Code);
        Assert.EndsWith("(startupGate): liveness fails: timeout-first-byte: no answer in 10 s", reason.Sentence, StringComparison.Ordinal);
        Assert.Equal("unwell", report.Left.Code);
        Assert.Single(_rig.Orders);
    }

    [Fact]
    public async Task Run_InterruptedDuringARestart_SeesItToItsEndAndMakesNoOther()
    {
        _rig.OnOrder = _ =>
        {
            _rig.Stop.Cancel();
            return null;
        };

        var (report, _) = await _rig.DrillAsync();

        Assert.True(report!.Interrupted);
        Assert.Equal("run-2", Assert.Single(report.Restarts).Instance);
        Assert.NotNull(report.Restarts[0].Down);
        Assert.Equal("well", report.Left.Code);
    }

    [Fact]
    public async Task Run_WithAStartLimit_LeavesOneStartOfEachWindow()
    {
        _rig.Limit = new StartLimit(3, TimeSpan.FromMinutes(1), false);
        _rig.Unit.Status = _rig.Run();

        var (report, _) = await _rig.DrillAsync(5);

        Assert.True(report!.Passed);
        Assert.All(_rig.OrderedAt, at => Assert.True(_rig.OrderedAt.Count(other => other >= at && other < at + TimeSpan.FromMinutes(1)) <= 2));
    }

    [Fact]
    public async Task Run_LooksThatFailInBetween_AreCounted()
    {
        var looks = 0;
        _rig.Check.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(
            Interlocked.Increment(ref looks) == 3 ? Observation.Fail("liveness", "refused", "nobody listens") : Observation.Pass("liveness")));

        var (report, _) = await _rig.DrillAsync(1);

        Assert.Equal(["unsteady: restart 1: 1 of 8 looks failed after its checks had passed: liveness fails: refused: nobody listens"], report!.Reasons.Select(reason => reason.ToString()));
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(3600, true, false)]
    [InlineData(0, false, false)]
    public async Task Run_AStopThatTakesAllItsTime_WasAKillWhereTheManagerWouldNotSaySo(int seconds, bool ofDocker, bool killed)
    {
        if (ofDocker) _rig.Manager = new ContainerConfig(ContainerEngine.Docker, "s");
        using var process = System.Diagnostics.Process.Start("sleep", "600");
        _rig.Unit.Status = _rig.Run() with { MainPid = process.Id, TimeoutStop = TimeSpan.FromSeconds(seconds) };
        _rig.OnOrder = _ =>
        {
            process.Kill();
            process.WaitForExit();
            return null;
        };

        var (report, _) = await _rig.DrillAsync(1);

        Assert.Equal(killed, report!.Restarts[0].Killed);
        Assert.Equal(killed ? ["killed"] : [], report.Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public async Task Run_ALineOfTheLog_FailsTheDrillAndNotTheRestarts()
    {
        _rig.Lines.Add("panic: closed twice");

        var (report, _) = await _rig.DrillAsync();

        Assert.Equal(3, report!.Restarts.Length);
        Assert.Equal(["log: restarts 1, 2, 3: its log says: panic: closed twice"], report.Reasons.Select(reason => reason.ToString()));
    }
}
