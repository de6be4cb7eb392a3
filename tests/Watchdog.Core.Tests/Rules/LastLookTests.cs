using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class LastLookTests
{
    private static Desk Begun()
    {
        var desk = Desk.Watching().Fail(times: 3);
        Assert.Equal(Phase.Acting, desk.State.Phase);
        desk.All.Clear();
        return desk.After(S(2));
    }

    private static Observation Good => Observation.Pass(Liveness);

    [Fact]
    public void LastLook_StillBad_CountsAndOrders()
    {
        var desk = Begun().LookBad();

        var restart = Assert.IsType<Restart>(Assert.Single(desk.Fell));
        Assert.Equal(1, restart.Epoch);
        Assert.Equal("a", restart.Instance);
        Assert.False(restart.ResetFailedFirst);
        Assert.Equal(S(20), restart.KillAfter);
        Assert.Equal("timeout-first-byte: no answer in 10 s (liveness, 4 in a row)", restart.Reason.ToString());
        Assert.Equal(new LedgerEntry(desk.Now, StartKind.Ours, Liveness), desk.State.Ledger[^1]);
    }

    [Fact]
    public void LastLook_Passes_CallsOffAndCountsNothing()
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, Good, desk.Unit));

        Assert.Equal("call off passed-at-last-look; -> Suspect passed-at-last-look", desk.Said);
        Assert.Equal(0, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
        Assert.Null(desk.State.BackoffUntil);
    }

    [Theory]
    [InlineData("could-not-look", Look.Unknown, false)]
    [InlineData("restart-cannot-help", Look.Failed, true)]
    public void LastLook_NotTheSameFailure_CallsOff(string code, Look look, bool alertOnly)
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, Desk.Bad() with { Look = look, AlertOnly = alertOnly }, desk.Unit));
        Assert.Equal($"call off {code}; -> Suspect {code}", desk.Said);
    }

    [Fact]
    public void LastLook_CouldNotBeTaken_CallsOff()
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, null, desk.Unit));
        Assert.Equal("call off could-not-look; -> Suspect could-not-look", desk.Said);
    }

    [Fact]
    public void LastLook_NewInstance_CallsOff()
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, Desk.Bad(), Any.Unit("b") with { StartedAt = desk.Now }));
        Assert.Equal("started Operator; call off new-instance; -> Starting new-instance", desk.Said);
    }

    [Fact]
    public void LastLook_JobQueued_CallsOff()
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, Desk.Bad(), desk.Unit with { Job = "restart, by id 12" }));
        Assert.Equal("call off job-queued; -> Suspect job-queued", desk.Said);
    }

    [Theory]
    [InlineData(UnitState.Activating, "manager-at-work")]
    [InlineData(UnitState.Reloading, "manager-at-work")]
    [InlineData(UnitState.Deactivating, "manager-at-work")]
    [InlineData(UnitState.Inactive, "not-active")]
    [InlineData(UnitState.NotFound, "not-active")]
    public void LastLook_NoLongerActive_CallsOff(UnitState state, string code)
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, Desk.Bad(), desk.Unit with { State = state }));
        Assert.Equal(code, Assert.Single(desk.Fell.OfType<CallOff>()).Reason.Code);
    }

    [Fact]
    public void LastLook_NoManager_CallsOffAndGoesBlind()
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(1, Desk.Bad(), null));
        Assert.Equal("call off unit-unseen; -> Blind unit-unseen", desk.Said);
    }

    [Fact]
    public void LastLook_NoManagerForAFailedUnit_BeginsNothingNew()
    {
        var desk = Desk.Watching().Seen(Failed());
        Assert.Single(desk.Fell.OfType<BeginAction>());

        desk.Give(new LastLookEnded(1, null, null));

        Assert.Equal("call off unit-unseen; -> Blind unit-unseen", desk.Said);
    }

    [Fact]
    public void LastLook_PausedMeanwhile_CallsOff()
    {
        var desk = Begun();
        desk.Give(new PauseSet("maintenance", desk.Now + H(1))).LookBad();
        Assert.Equal("paused", Assert.Single(desk.All.OfType<CallOff>()).Reason.Code);
        Assert.Empty(desk.All.OfType<Restart>());
    }

    [Fact]
    public void LastLook_ReloadTookTheRestartAway_CallsOff()
    {
        var desk = Begun();
        desk.Policy = desk.Policy with { Checks = [Check(Liveness) with { OnFailure = OnFailure.Alert }] };
        desk.LookBad();
        Assert.Equal("not-configured", Assert.Single(desk.Fell.OfType<CallOff>()).Reason.Code);
    }

    [Fact]
    public void LastLook_StaleEpoch_ChangesNothing()
    {
        var desk = Begun();
        desk.Give(new LastLookEnded(0, Desk.Bad(), desk.Unit));
        Assert.True(desk.Ignored);
        desk.Give(new LastLookEnded(2, Good, desk.Unit));
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void LastLook_Twice_OrdersOnce()
    {
        var desk = Begun().LookBad().LookBad();
        Assert.True(desk.Ignored);
        Assert.Single(desk.All.OfType<Restart>());
    }

    [Fact]
    public void LastLook_NeverEnds_TheActionIsGivenUpAfterHalfAnHour()
    {
        var desk = Begun();
        var epoch = desk.State.Epoch;
        desk.Wait(Min(30));
        Assert.Null(desk.State.Action);
        Assert.Equal(Phase.Suspect, desk.State.Phase);

        desk.Give(new LastLookEnded(epoch, Desk.Bad(), desk.Unit));
        Assert.True(desk.Ignored);
    }
}
