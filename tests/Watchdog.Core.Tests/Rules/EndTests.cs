using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class EndTests
{
    [Theory]
    [InlineData("oom-kill", "the kernel killed it for lack of memory (oom-kill)")]
    [InlineData("core-dump", "it crashed, and its core was dumped (core-dump)")]
    [InlineData("watchdog", "it no longer told its manager that it is alive, and was aborted (watchdog)")]
    [InlineData("start-limit-hit", "it was started too often in too short a time, and its manager starts it no more (start-limit-hit)")]
    [InlineData("exit-code", "it ended with an exit code that means failure (exit-code)")]
    [InlineData("signal", "it was ended by a signal (signal)")]
    [InlineData("timeout", "it did not start, stop or end in the time that its manager gives it (timeout)")]
    [InlineData("of-tomorrow", "it ended badly (of-tomorrow)")]
    public void Seen_BadEnd_IsToldByItsNameOnceWhetherItWillBeRestartedOrNot(string result, string sentence)
    {
        foreach (var ended in (UnitStatus[])[Restarting(result), Failed() with { Result = result }])
        {
            var desk = Desk.Watching().Seen(ended);
            desk.Seen(ended with { MainPid = 1 }).Give(new Resumed("the daemon started")).Seen(ended);

            var alert = Assert.Single(desk.All.OfType<Alert>());
            Assert.Equal((AlertLevel.Warning, new Reason(result, sentence)), (alert.Level, alert.Reason));
        }
    }

    [Theory]
    [InlineData(UnitState.Failed, "failed", LastEnd.StopJob, "exit-code")]
    [InlineData(UnitState.Failed, "failed", LastEnd.None, "exit-code")]
    [InlineData(UnitState.Inactive, "dead", LastEnd.ByItself, "success")]
    [InlineData(UnitState.Deactivating, "stop-sigterm", LastEnd.None, "timeout")]
    [InlineData(UnitState.Activating, "auto-restart", LastEnd.None, "success")]
    [InlineData(UnitState.Activating, "start-pre", LastEnd.None, "exit-code")]
    public void Seen_StoppedOrNotYetOrNotBadly_IsNotTold(UnitState state, string sub, LastEnd end, string result)
    {
        var desk = Desk.Watching().Seen(Any.Unit("a", state) with { SubState = sub, LastEnd = end, Result = result });
        Assert.DoesNotContain(desk.All.OfType<Alert>(), alert => alert.Reason.Code == result);
    }

    [Fact]
    public void Seen_OurOwnRestartEndsItBadly_IsNotTold()
    {
        var desk = Desk.Watching().Restarted().Seen(Failed()).Renewed("b");
        Assert.Empty(desk.All.OfType<Alert>());

        // The new run's own end is.
        desk.Seen(Failed("b"));
        Assert.Contains("Warning exit-code", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Seen_RunAfterRun_IsToldForEach()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 3; i++) desk.Seen(Restarting("signal", $"i{i}")).Seen(Any.Unit($"i{i + 1}") with { AutoRestarts = i + 1 });
        Assert.Equal(3, desk.All.OfType<Alert>().Count(alert => alert.Reason.Code == "signal"));
    }

    [Fact]
    public void Seen_InAStorm_IsToldOnceForEachKind()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 100; i++) desk.After(S(1)).Seen(Restarting("signal", $"i{i}") with { AutoRestarts = i }).Seen(Any.Unit($"i{i + 1}") with { AutoRestarts = i + 1, StartedAt = desk.Now });
        Assert.NotNull(desk.State.StormSince);
        Assert.InRange(desk.All.OfType<Alert>().Count(alert => alert.Reason.Code == "signal"), 1, desk.Policy.Budget.Restarts + 1);

        desk.Seen(Restarting("oom-kill", "i100"));
        Assert.Contains("Warning oom-kill", desk.Said, StringComparison.Ordinal);
    }

    /// <summary>As systemd 252 does: Result stays that of the last crash, and NRestarts has risen.</summary>
    [Fact]
    public void Seen_ItsManagersOwnRestartWasRefused_IsTheStartLimit()
    {
        var limit = new StartLimit(2, Min(5), false);
        var desk = Desk.Watching();
        desk.Seen(Any.Unit("b") with { StartLimit = limit, StartedAt = desk.Now });
        desk.Seen(Restarting("exit-code", "b") with { StartLimit = limit });
        desk.Seen(Any.Unit("c") with { StartLimit = limit, StartedAt = desk.Now, AutoRestarts = 1 });
        desk.Seen(Restarting("exit-code", "c") with { StartLimit = limit, AutoRestarts = 1 });
        desk.All.Clear();

        desk.Seen(Failed("c") with { StartLimit = limit, AutoRestarts = 2 }).Seen(Failed("c") with { StartLimit = limit, AutoRestarts = 2, MainPid = 1 });

        // Nor is the end before it told anew once the limit's interval is over.
        desk.After(Min(6)).Seen(Failed("c") with { StartLimit = limit, AutoRestarts = 2, MainPid = 2 });

        Assert.Equal(["start-limit-hit"], desk.All.OfType<Alert>().Where(alert => alert.Level == AlertLevel.Warning).Select(alert => alert.Reason.Code));
    }

    [Fact]
    public void Seen_ProcessesOfItKilled_IsToldAtEachRise()
    {
        var desk = Desk.Watching();
        desk.Seen(Any.Unit() with { OomKills = 0 });
        Assert.Empty(desk.All);
        desk.Seen(Any.Unit() with { OomKills = 1 });
        Assert.Equal("oom-kill: the kernel killed a process of it for lack of memory (oom-kill); the unit goes on", Assert.IsType<Alert>(Assert.Single(desk.Fell)).Reason.ToString());
        desk.Give(new Resumed("the daemon started")).Seen(Any.Unit() with { OomKills = 1 }).Seen(Any.Unit()).Seen(Any.Unit() with { OomKills = 1, MainPid = 7 });
        Assert.Single(desk.All.OfType<Alert>());
        desk.Seen(Any.Unit() with { OomKills = 3 });
        Assert.Contains("killed 2 processes", Assert.Single(desk.Fell.OfType<Alert>()).Reason.Sentence, StringComparison.Ordinal);

        // Those of a run that is seen for the first time are of before; those of one that ends are told by its end.
        desk.All.Clear();
        desk.Seen(Any.Unit("b") with { OomKills = 5 }).Seen(Any.Unit("b", UnitState.Deactivating) with { OomKills = 6 });
        Assert.Empty(desk.All.OfType<Alert>());
    }

    private static UnitStatus Restarting(string result, string instance = "a") =>
        Any.Unit(instance, UnitState.Activating) with { SubState = "auto-restart", Result = result, MainPid = 0 };
}
