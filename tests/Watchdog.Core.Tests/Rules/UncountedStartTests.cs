using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

/// <summary>Managers that keep no count of their own restarts: whose doing a start was is told by the end before it.</summary>
public class UncountedStartTests
{
    [Theory]
    [InlineData(LastEnd.ByItself, 3600, StartKind.Automatic)]
    [InlineData(LastEnd.Unknown, 59, StartKind.Automatic)]
    [InlineData(LastEnd.Unknown, 60, StartKind.Operator)]
    [InlineData(LastEnd.StopJob, 1, StartKind.Operator)]
    [InlineData(LastEnd.None, 1, StartKind.Operator)]
    [InlineData(LastEnd.WithUs, 1, StartKind.Ours)]
    public void Seen_NewInstance_IsToldByTheEndBefore(LastEnd before, int ranFor, StartKind expected)
    {
        var desk = Desk.Watching();
        desk.Seen(Unit("b") with { StartedAt = desk.Now }).After(S(ranFor));

        desk.Seen(Unit("c") with { StartedAt = desk.Now, EndBefore = before });

        Assert.Equal(expected, Assert.Single(desk.Fell.OfType<Started>()).Kind);
    }

    [Fact]
    public void Seen_CrashLoop_SpendsTheBudgetAndIsTold()
    {
        var desk = Desk.Watching();
        foreach (var instance in new[] { "b", "c", "d" }) desk.After(S(10)).Seen(Unit(instance) with { StartedAt = desk.Now, EndBefore = LastEnd.ByItself });

        Assert.NotNull(desk.State.StormSince);
        Assert.Contains(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "storm");
    }

    [Fact]
    public void Seen_OurOwnRestart_IsOursWhateverTheEndBeforeLooksLike()
    {
        var desk = Desk.Watching().Restarted();

        desk.Seen(Unit("b") with { StartedAt = desk.Now, EndBefore = LastEnd.ByItself });

        Assert.Equal(StartKind.Ours, Assert.Single(desk.Fell.OfType<Started>()).Kind);
        Assert.Single(desk.State.Ledger, start => start.Counts);
    }

    [Theory]
    [InlineData(LastEnd.Unknown)]
    [InlineData(LastEnd.ByItself)]
    public void Seen_StartedAnewAgainAndAgainInAPause_IsAnOperatorsEachTime(LastEnd before)
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("a drill", desk.Now + H(1)));
        for (var i = 1; i <= 4; i++) desk.After(S(6)).Seen(Unit($"{i}") with { StartedAt = desk.Now, EndBefore = before });

        Assert.All(desk.All.OfType<Started>(), start => Assert.Equal(StartKind.Operator, start.Kind));
        Assert.Equal(4, desk.All.OfType<Started>().Count());
        Assert.Null(desk.State.StormSince);
    }

    [Fact]
    public void Resume_RestartThatStopsWasCutShort_StartsItAgain()
    {
        var desk = Desk.Watching();
        desk.Seen(desk.Unit with { RestartStops = true }).Restarted();

        desk.Give(new Resumed("the daemon started")).Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(Intent.EnsureUp, desk.All.OfType<BeginAction>().Last().Intent);
    }

    [Theory]
    [InlineData(UnitState.Active)]
    [InlineData(UnitState.Deactivating)]
    public void Resume_RestartThatStopsIsStillStopping_StartsItOnceItHasStopped(UnitState first)
    {
        var desk = Desk.Watching();
        desk.Seen(desk.Unit with { RestartStops = true }).Restarted();

        desk.Give(new Resumed("the daemon started")).Seen(desk.Unit with { State = first });
        desk.After(S(2)).Seen(desk.Unit with { State = UnitState.Deactivating, MainPid = 0 });
        desk.After(S(8)).Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(Intent.EnsureUp, desk.All.OfType<BeginAction>().Last().Intent);
    }

    [Fact]
    public void Ended_RestartThatStopsTookTooLongAndNobodySaysWhoEndedIt_StartsItAgain()
    {
        var desk = Desk.Watching();
        desk.Seen(desk.Unit with { RestartStops = true }).Restarted().Ended(RestartResult.TimedOut);

        desk.Seen(desk.Unit with { State = UnitState.Failed, LastEnd = LastEnd.Unknown, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(Intent.EnsureUp, desk.All.OfType<BeginAction>().Last().Intent);
    }

    [Fact]
    public void Resume_RestartThatStopsWasNotCarriedOutAndSomeoneStopsItLater_LeavesIt()
    {
        var desk = Desk.Watching();
        desk.Seen(desk.Unit with { RestartStops = true }).Restarted();

        desk.Give(new Resumed("the daemon started")).Seen();
        desk.Wait(Min(10)).Seen();
        desk.Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(Phase.Stopped, desk.State.Phase);
        Assert.Empty(desk.All.OfType<BeginAction>().Skip(1));
    }

    [Fact]
    public void Resume_StoppedBySomeoneElse_LeavesIt()
    {
        var desk = Desk.Watching();
        desk.Seen(desk.Unit with { RestartStops = true });

        desk.Give(new Resumed("the daemon started")).Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(Phase.Stopped, desk.State.Phase);
        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Resume_RestartByManagerInOneStepAndStopped_LeavesIt()
    {
        var desk = Desk.Watching().Restarted();

        desk.Give(new Resumed("the daemon started")).Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(Phase.Stopped, desk.State.Phase);
    }
}
