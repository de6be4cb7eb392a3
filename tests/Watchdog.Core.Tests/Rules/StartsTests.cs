using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class StartsTests
{
    [Fact]
    public void Seen_FirstInstance_IsNoStartOfAnybodys()
    {
        var desk = new Desk(Policy(Liveness));
        desk.Seen();
        Assert.Equal("-> Watching watching", desk.Said);
        Assert.Equal(0, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }

    [Fact]
    public void Seen_ThreeDeploysInTenMinutes_AreRecordedAndNoStorm()
    {
        var desk = Desk.Watching();
        foreach (var instance in new[] { "b", "c", "d", "e", "f" })
        {
            desk.After(Min(2)).Seen(Any.Unit(instance) with { StartedAt = desk.Now });
            Assert.Equal("started Operator; -> Starting starting", desk.Said);
            desk.Healthy();
        }

        Assert.Null(desk.State.StormSince);
        desk.Fail(times: 3).LookBad();
        Assert.Single(desk.Fell.OfType<Restart>());
    }

    [Fact]
    public void Seen_ManagerRestartsThreeTimes_IsAStorm()
    {
        var desk = Desk.Watching();
        desk.After(S(5)).Seen(Any.Unit("b") with { AutoRestarts = 1, StartedAt = desk.Now });
        Assert.Equal("started Automatic; -> Starting starting", desk.Said);
        Assert.Null(desk.State.StormSince);

        desk.After(S(5)).Seen(Any.Unit("d") with { AutoRestarts = 3, StartedAt = desk.Now });
        Assert.Equal("started Automatic; Critical storm", desk.Said);
        Assert.Equal(new LedgerEntry(desk.Now, StartKind.Automatic, "", 2), desk.State.Ledger[^1]);
    }

    [Fact]
    public void Seen_CountResetByTryRestart_TheNextRiseIsSeen()
    {
        var desk = Desk.Watching();
        desk.After(S(5)).Seen(Any.Unit("b") with { AutoRestarts = 5, StartedAt = desk.Now });
        desk.After(S(5)).Seen(Any.Unit("c") with { AutoRestarts = 0, StartedAt = desk.Now });
        Assert.Contains("started Operator", desk.Said, StringComparison.Ordinal);

        desk.After(S(5)).Seen(Any.Unit("d") with { AutoRestarts = 1, StartedAt = desk.Now });
        Assert.Contains("started Automatic", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Seen_CountResetWithinTheInstance_TheNextRiseIsSeen()
    {
        var desk = Desk.Watching();
        desk.Seen(Any.Unit("b") with { AutoRestarts = 5 }).Seen(Any.Unit("b") with { AutoRestarts = 0 });
        desk.Seen(Any.Unit("c") with { AutoRestarts = 1 });
        Assert.Contains("started Automatic", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Seen_CountRisesBeforeTheInstanceChanges_IsAutomatic()
    {
        var desk = Desk.Watching();
        desk.Seen(Any.Unit("a", UnitState.Activating) with { AutoRestarts = 1, SubState = "auto-restart" });
        desk.Seen(Any.Unit("b") with { AutoRestarts = 1, StartedAt = desk.Now });
        Assert.Contains("started Automatic", desk.Said, StringComparison.Ordinal);
    }

    /// <summary>systemd counts a restart a moment before it makes it: with RestartSec=0, a run is now and then seen for the first time just then.</summary>
    [Fact]
    public void Seen_CountedWithTheRunBefore_IsAutomaticAndNotCountedTwice()
    {
        var desk = Desk.Watching();
        desk.After(S(1)).Seen(Any.Unit("b", UnitState.Activating) with { AutoRestarts = 2, SubState = "auto-restart", StartedAt = desk.Now });
        desk.After(S(1)).Seen(Any.Unit("c") with { AutoRestarts = 2, StartedAt = desk.Now });
        Assert.Contains("started Automatic", desk.Said, StringComparison.Ordinal);
        Assert.Equal(2, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }

    [Fact]
    public void Seen_OursCarriedOut_IsCountedOnce()
    {
        var desk = Desk.Watching().Restarted();
        desk.Seen(Any.Unit("b") with { StartedAt = desk.Now });
        Assert.Equal("started Ours", desk.Said);
        Assert.Equal(1, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }

    [Fact]
    public void Seen_CrashBetweenOrderAndEcho_CountsBoth()
    {
        var desk = Desk.Watching().Restarted();
        desk.Seen(Any.Unit("b") with { AutoRestarts = 1, StartedAt = desk.Now });
        Assert.Equal("started Automatic", desk.Said);
        desk.Seen(Any.Unit("c") with { StartedAt = desk.Now });
        Assert.Equal("started Ours", desk.Said);
        Assert.Equal(2, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }

    [Fact]
    public void Seen_AnotherServicesRestartTookItAlong_IsOursAndCounts()
    {
        var desk = Desk.Watching().Give(new StartExpected("postgres", Desk.Watching().Now + Min(1)));
        desk.After(S(10)).Seen(Any.Unit("b") with { StartedAt = desk.Now });
        Assert.Equal("started Ours; -> Starting starting", desk.Said);
        Assert.Equal(1, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));

        desk.After(S(10)).Seen(Any.Unit("c") with { StartedAt = desk.Now });
        Assert.Equal("started Operator", desk.Said);
    }

    [Fact]
    public void Seen_ExpectedTooLate_IsAnOperators()
    {
        var desk = Desk.Watching();
        desk.Give(new StartExpected("postgres", desk.Now + Min(1))).After(Min(1));
        desk.Seen(Any.Unit("b") with { StartedAt = desk.Now });
        Assert.Contains("started Operator", desk.Said, StringComparison.Ordinal);
    }
}
