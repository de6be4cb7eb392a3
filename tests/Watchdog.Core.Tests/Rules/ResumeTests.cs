using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class ResumeTests
{
    private static Desk Killed(Desk desk, TimeSpan away) => desk.After(away).Give(new Resumed("the daemon started"));

    [Fact]
    public void Resumed_KilledBeforeTheOrder_ForgetsTheActionAndIgnoresItsEcho()
    {
        var desk = Killed(Desk.Watching().Fail(times: 3), S(2));
        Assert.Equal("-> Starting not-asked", desk.Said);
        Assert.Null(desk.State.Action);

        desk.Give(new LastLookEnded(1, Desk.Bad(), desk.Unit));
        Assert.True(desk.Ignored);
        desk.Seen().Fail();
        Assert.Equal(3, Assert.Single(desk.Fell.OfType<BeginAction>()).Epoch);
    }

    [Fact]
    public void Resumed_KilledAfterTheOrderAndItHappened_IsOursAndCountedOnce()
    {
        var desk = Killed(Desk.Watching().Restarted(), S(10)).Seen(Any.Unit("b") with { StartedAt = Desk.Watching().Now });
        Assert.Contains("started Ours", desk.Said, StringComparison.Ordinal);
        Assert.Equal(1, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));

        desk.Healthy();
        Assert.Null(desk.State.Trial);
        Assert.Equal(Phase.Watching, desk.State.Phase);
    }

    [Fact]
    public void Resumed_KilledAfterTheOrderAndItDidNotHappen_IsCountedAndActsAgainAfterTheBackoff()
    {
        var desk = Killed(Desk.Watching().Restarted(), S(10)).Seen();
        var until = desk.State.BackoffUntil!.Value;
        while (desk.Now < until) desk.Seen().Fail().After(S(15));
        Assert.Single(desk.All.OfType<Restart>());

        desk.Fail().LookBad();
        Assert.Equal(2, desk.All.OfType<Restart>().Count());
        Assert.Equal(2, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }

    [Fact]
    public void Resumed_RowOfMinutesAgo_GoesOn()
    {
        var desk = Killed(Desk.Watching().Fail(times: 2), Min(5)).Seen().Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Resumed_RowOfHoursAgo_StartsAnew(int failures)
    {
        var desk = Desk.Watching(Policy() with { Checks = [Check(Liveness) with { FailureThreshold = 3 }] });
        desk.Give(new PauseSet("night", desk.Now + H(1))).Fail(times: failures);
        Killed(desk, H(8)).Seen().Fail(times: 2);
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Resumed_BeforeTheManagerWasAsked_NothingIsDecided()
    {
        var desk = Killed(Desk.Watching(), S(5)).Fail(times: 10);
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Contains("not acting unit-unseen", desk.All.Select(Tell.It));
    }

    [Fact]
    public void Resumed_CheckNoLongerConfigured_IsForgotten()
    {
        var desk = Desk.Watching(Liveness, Deep);
        desk.Policy = Policy(Liveness);
        Killed(desk, S(5));
        Assert.Equal(Liveness, Assert.Single(desk.State.Checks).Check);
    }
}
