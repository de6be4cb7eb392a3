using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

/// <summary>A stop that does not end.</summary>
public sealed class StuckStopTests
{
    private static UnitStatus Stopping(Desk desk) => desk.Unit with { State = UnitState.Deactivating, SubState = "run, got TERM" };

    [Fact]
    public void Seen_StopThatItsManagerNeverEnds_IsLookedAtAgainAfterTheTimeOfAStopAndRestarted()
    {
        var desk = Desk.Watching();
        desk.Seen(Stopping(desk) with { StopNeverEnds = true }).After(S(89)).Seen();
        Assert.Equal(UnitState.Deactivating, desk.State.Unit!.State);

        desk.After(S(1)).Seen();
        Assert.Equal((UnitState.Active, Phase.Watching), (desk.State.Unit!.State, desk.State.Phase));

        desk.Restarted();
    }

    [Fact]
    public void Seen_StopThatItsManagerEnds_IsLeftToItAndToldOfOnce()
    {
        var desk = Desk.Watching();
        desk.Seen(Stopping(desk)).After(Min(5) - S(1)).Seen();
        Assert.Empty(desk.All.OfType<Alert>());

        desk.After(S(1)).Seen().After(Min(60)).Seen();
        Assert.Equal("stop-stuck", Assert.Single(desk.All.OfType<Alert>()).Reason.Code);
        Assert.Equal(UnitState.Deactivating, desk.State.Unit!.State);
        Assert.Empty(desk.All.OfType<BeginAction>());

        // The next one is told of as well.
        desk.Seen(Unit()).Seen(Stopping(desk)).After(Min(5)).Seen();
        Assert.Equal(2, desk.All.OfType<Alert>().Count());
    }

    [Fact]
    public void Seen_StopThatMayTakeLong_IsToldOfAfterItsOwnTime()
    {
        var desk = Desk.Watching();
        desk.Seen(Stopping(desk) with { TimeoutStop = Min(10) }).After(Min(10)).Seen();
        Assert.Empty(desk.All.OfType<Alert>());

        desk.After(S(30)).Seen();
        Assert.Single(desk.All.OfType<Alert>());
    }

    [Fact]
    public void Seen_PausedWhileItStops_IsNotToldOf()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("new disk", desk.Now + H(1)));
        desk.Seen(Stopping(desk)).After(Min(30)).Seen();

        Assert.DoesNotContain(desk.All, decision => decision is Alert { Reason.Code: "stop-stuck" });
    }
}
