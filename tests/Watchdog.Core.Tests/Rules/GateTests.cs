using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class GateTests
{
    private static Desk Fresh(TimeSpan startedAgo)
    {
        var desk = new Desk(Policy(Liveness, Deep));
        return desk.Seen(Any.Unit() with { StartedAt = desk.Now - startedAgo });
    }

    [Fact]
    public void Advance_FailingSinceItsStart_IsLeftAloneForFiveMinutesOfTheUnitsOwnTime()
    {
        var desk = Fresh(S(1));
        var started = desk.Now - S(1);
        while (desk.Now < started + Min(5))
        {
            desk.Fail().After(S(5));
            Assert.Equal(Phase.Starting, desk.State.Phase);
        }

        Assert.Equal(["not acting startup-gate"], desk.All.Select(Tell.It));

        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_DaemonStartsLate_TheGateIsOver()
    {
        var desk = Fresh(H(1));
        desk.Fail(times: 3);
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_EveryCheckPassedOnce_TheGateIsOver()
    {
        var desk = Fresh(S(1)).Pass();
        Assert.Equal(Phase.Starting, desk.State.Phase);
        desk.Pass(Deep);
        Assert.Equal(Phase.Watching, desk.State.Phase);

        desk.Fail(times: 3);
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_CounterNeverPassed_KeepsNoGateOpen()
    {
        var desk = new Desk(Policy(Liveness, Counter));
        desk.Seen(Any.Unit() with { StartedAt = desk.Now }).Pass();
        Assert.Equal(Phase.Watching, desk.State.Phase);
    }

    [Fact]
    public void NextDue_GateOpen_IsItsEnd()
    {
        var desk = Fresh(Min(2));
        Assert.Equal(desk.Now + Min(3), Expiry.NextDue(desk.Policy, desk.State, desk.Now));
    }

    [Fact]
    public void Advance_NewInstance_OpensTheGateAnewAndForgetsItsFailures()
    {
        var desk = Desk.Watching().Fail(times: 2);
        desk.Seen(Any.Unit("b") with { StartedAt = desk.Now });
        Assert.Equal(Phase.Starting, desk.State.Phase);

        desk.Fail(times: 4);
        Assert.Empty(desk.All.OfType<BeginAction>());
    }
}
