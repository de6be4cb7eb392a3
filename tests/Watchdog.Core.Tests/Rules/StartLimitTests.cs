using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class StartLimitTests
{
    private static UnitStatus Limited(int burst, bool hasAction = false) => Any.Unit() with { StartLimit = new StartLimit(burst, H(1), hasAction) };

    [Fact]
    public void Order_CollisionAhead_ResetsFirst()
    {
        var desk = Desk.Watching().Seen(Limited(1));
        desk.Seen(Limited(1) with { Instance = "b", StartedAt = desk.Now }).Healthy().Restarted();
        Assert.True(Assert.Single(desk.Fell.OfType<Restart>()).ResetFailedFirst);
    }

    [Fact]
    public void Order_NoCollision_DoesNotReset()
    {
        var desk = Desk.Watching().Seen(Limited(5)).Restarted();
        Assert.False(Assert.Single(desk.Fell.OfType<Restart>()).ResetFailedFirst);
    }

    [Fact]
    public void Order_TheInstanceThatWasThereBeforeUs_CountsToo()
    {
        var desk = new Desk(Policy(Liveness));
        desk.Seen(Limited(1) with { StartedAt = desk.Now - Min(30) }).Healthy().Restarted();
        Assert.True(Assert.Single(desk.Fell.OfType<Restart>()).ResetFailedFirst);
    }

    [Fact]
    public void Seen_StartLimitHit_IsStartedWithAResetWithinTheBudget()
    {
        var desk = Desk.Watching().Seen(Failed() with { StartLimit = new StartLimit(5, S(10), false), Result = StartLimitRule.Hit });
        desk.LookBad(null);
        Assert.True(Assert.Single(desk.Fell.OfType<Restart>()).ResetFailedFirst);
        Assert.Equal(1, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }

    [Fact]
    public void Advance_StartLimitActionAhead_NeverActsAndTellsAPerson()
    {
        var desk = new Desk(Policy(Liveness));
        desk.Seen(Limited(1, hasAction: true) with { StartedAt = desk.Now - Min(20) }).Healthy().Fail(times: 3);
        Assert.Equal("Critical start-limit-action; not acting start-limit-action", desk.Said);

        for (var i = 0; i < 100; i++) desk.After(S(15)).Fail();
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Single(desk.All.OfType<Alert>());

        desk.After(H(1)).Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Theory]
    [InlineData(UnitState.Active)]
    [InlineData(UnitState.Failed)]
    public void Advance_EndAction_NeverActsAndTellsAPersonOnce(UnitState state)
    {
        var desk = Desk.Watching();
        var fused = Any.Unit("a", state) with { EndAction = "FailureAction=reboot", LastEnd = state == UnitState.Failed ? LastEnd.ByItself : LastEnd.None };
        desk.Seen(fused);
        for (var i = 0; i < 100; i++) desk.After(S(60)).Fail();

        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Equal("end-action", Assert.Single(desk.All.OfType<Alert>(), alert => alert.Level == AlertLevel.Critical).Reason.Code);

        desk.Seen(fused with { EndAction = "" }).After(S(1)).Fail();
        Assert.Single(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void LastLook_EndActionSetSince_CallsOff()
    {
        var desk = Desk.Watching().Fail(times: 3);
        desk.Unit = desk.Unit with { EndAction = "SuccessAction=poweroff" };
        desk.LookBad();
        Assert.Contains("call off end-action", desk.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 0)]
    public void WouldRefuse_NoLimit_Never(int burst, int seconds)
    {
        var desk = Desk.Watching();
        desk.Seen(Any.Unit() with { StartLimit = new StartLimit(burst, S(seconds), true) });
        Assert.False(StartLimitRule.WouldRefuse(desk.State, desk.Now));
    }
}
