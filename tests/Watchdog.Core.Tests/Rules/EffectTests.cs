using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class EffectTests
{
    private static Desk Impatient(params string[] checks) => Desk.Watching(Policy(checks) with { Backoff = new Backoff(S(1), S(1)) });

    [Fact]
    public void Trial_NewInstancePasses_Recovered()
    {
        var desk = Desk.Watching().Restarted().Renewed("b");
        Assert.Equal(Phase.Verifying, desk.State.Phase);
        desk.Pass();
        Assert.Equal(Phase.Verifying, desk.State.Phase);
        desk.Pass();

        Assert.Equal("Info recovered; -> Watching recovered", desk.Said);
        Assert.Null(desk.State.Trial);
    }

    [Fact]
    public void Trial_NewInstanceFailsUntilTheGateIsOver_IsIneffective()
    {
        var desk = Desk.Watching().Restarted().Renewed("b");
        var gate = Gate.Ends(desk.Policy, desk.State);
        while (desk.Now < gate) desk.Fail().After(S(5));
        Assert.NotNull(desk.State.Trial);
        Assert.Single(desk.All.OfType<BeginAction>());

        desk.Now = gate;
        desk.Fail();
        Assert.Equal(1, Assert.Single(desk.State.Ineffective).Count);
        Assert.Equal("begin RestartIfHung timeout-first-byte; -> Acting timeout-first-byte", desk.Said);
    }

    [Fact]
    public void Trial_TwoDidNotHelp_HoldsThatCauseLoudly()
    {
        var desk = Twice(Impatient(Liveness), Liveness);
        Assert.Equal(Hold.Ineffective, desk.State.Hold);
        Assert.Single(desk.All, decision => decision is Alert { Level: AlertLevel.Critical, Reason.Code: "ineffective" });

        var before = desk.State.Epoch;
        var last = desk.State.Ledger[^1].At;
        while (desk.Now < last + H(1)) desk.Fail().After(S(15));
        Assert.Equal(before, desk.State.Epoch);
        desk.Fail();
        Assert.Equal(before + 1, desk.State.Epoch);
    }

    [Fact]
    public void Trial_SoftCauseHeld_WaitsForRearmButAnotherCauseActs()
    {
        var desk = Twice(Impatient(Liveness, Deep), Deep);
        var before = desk.State.Epoch;
        for (var i = 0; i < 500; i++) desk.Fail(Deep).After(Min(1)).Pass();
        Assert.Equal(before, desk.State.Epoch);

        desk.Fail(times: 3);
        Assert.Equal(before + 1, desk.State.Epoch);
        Assert.Equal(Liveness, desk.State.Action!.Cause);
    }

    [Fact]
    public void Trial_SoftCauseHeldAndRearmed_Acts()
    {
        var desk = Twice(Impatient(Liveness, Deep), Deep);
        var before = desk.State.Epoch;
        desk.Give(new Rearmed("anna")).Fail(Deep);
        Assert.Equal(before + 1, desk.State.Epoch);
    }

    [Fact]
    public void Trial_CalmAfterAHold_TheNextHoldIsLoudAgain()
    {
        var desk = Twice(Impatient(Liveness), Liveness).Healthy().Wait(Min(10));
        Assert.Empty(desk.State.Ineffective);

        desk.Wait(H(1)).All.Clear();
        Twice(desk, Liveness);
        Assert.Single(desk.All, decision => decision is Alert { Reason.Code: "ineffective" });
    }

    [Fact]
    public void Trial_OperatorStartsAnother_TheCountsAreDropped()
    {
        var desk = Twice(Impatient(Liveness), Liveness);
        desk.Seen(Any.Unit("by-hand") with { StartedAt = desk.Now });
        Assert.Empty(desk.State.Ineffective);
        Assert.DoesNotContain("ineffective/liveness", desk.State.Alerted);
    }

    [Fact]
    public void Trial_DoneButTheSameInstance_IsIneffectiveOnTheManagersNextWord()
    {
        var desk = Desk.Watching().Restarted().Ended();
        Assert.Empty(desk.State.Ineffective);
        Assert.Equal(Phase.Verifying, desk.State.Phase);

        desk.Seen();
        Assert.Equal(new IneffectiveCount(Liveness, 1, desk.Now), Assert.Single(desk.State.Ineffective));
    }

    [Fact]
    public void Trial_EchoOvertakesTheSignal_IsOursAndNotIneffective()
    {
        var desk = Desk.Watching().Restarted().Ended();
        desk.Seen(Any.Unit("b") with { StartedAt = desk.Now });
        Assert.Equal("started Ours", desk.Said);
        Assert.Empty(desk.State.Ineffective);
    }

    [Fact]
    public void Trial_NewInstanceFails_IsIneffectiveAndTheUnitIsACauseOfItsOwn()
    {
        var desk = Impatient(Liveness).Restarted().Renewed("b");
        desk.Seen(Failed("b"));
        Assert.Equal(Liveness, Assert.Single(desk.State.Ineffective).Cause);
        Assert.Equal(Cause.Unit, desk.State.Action!.Cause);
    }

    [Fact]
    public void Trial_AnotherCheckFailsInAWayNoRestartMends_RecoversWithTheGate()
    {
        var desk = Desk.Watching(Liveness, Deep).Restarted().Renewed("b");
        desk.Pass().Pass();
        var gate = Gate.Ends(desk.Policy, desk.State);
        while (desk.Now < gate) desk.AlertOnly(Deep).Pass().After(S(15));
        Assert.NotNull(desk.State.Trial);

        desk.Now = gate;
        desk.Pass();
        Assert.Null(desk.State.Trial);
        Assert.Contains("Info recovered", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Trial_ServiceWithoutChecks_IsProvenByTenSecondsOfStanding()
    {
        var desk = new Desk(Policy() with { Checks = [] });
        desk.Seen().Seen(Failed()).LookBad(null);
        desk.Seen(Any.Unit("b") with { StartedAt = desk.Now }).Ended();
        var started = desk.State.StartedAt;
        Assert.Equal(started + S(10), Expiry.NextDue(desk.Policy, desk.State, desk.Now));

        desk.Now = started + S(10);
        desk.Give(new Tick());
        Assert.Equal("Info recovered; -> Watching recovered", desk.Said);
    }

    [Fact]
    public void Trial_StoppedBySomeone_NothingIsLeftToProve()
    {
        var desk = Desk.Watching().Restarted().Renewed("b");
        desk.Seen(Any.Unit("b", UnitState.Inactive) with { LastEnd = LastEnd.StopJob });
        Assert.Null(desk.State.Trial);
        Assert.Empty(desk.State.Ineffective);
        Assert.Equal(Phase.Stopped, desk.State.Phase);
    }

    /// <summary>Two restarts that do not help.</summary>
    private static Desk Twice(Desk desk, string cause)
    {
        for (var i = 0; i < 2; i++)
        {
            if (desk.State.Action is null) desk.Fail(cause, 3);
            desk.LookBad(cause);
            Assert.Single(desk.Fell.OfType<Restart>());
            desk.Renewed($"{desk.State.Instance}{i}");
            foreach (var check in desk.Policy.Checks)
            {
                if (check.Name != cause) desk.Pass(check.Name);
            }

            desk.Now = Gate.Ends(desk.Policy, desk.State) - S(45);
            desk.Fail(cause, 3);
            desk.Wait(S(15)).Fail(cause);
        }

        return desk;
    }
}
