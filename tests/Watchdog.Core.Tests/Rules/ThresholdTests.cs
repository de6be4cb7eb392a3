using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class ThresholdTests
{
    [Fact]
    public void Advance_TwoFailuresAndAPass_NoRestart()
    {
        var desk = Desk.Watching();
        for (var round = 0; round < 20; round++) desk.After(S(15)).Fail(times: 2).After(S(15)).Pass();

        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Equal(0, desk.State.Epoch);
    }

    [Fact]
    public void Advance_ThirdFailureInARow_BeginsWithItsReason()
    {
        var desk = Desk.Watching().Fail(times: 2);
        Assert.Equal(Phase.Suspect, desk.State.Phase);

        desk.After(S(15)).Fail();

        Assert.Equal("begin RestartIfHung timeout-first-byte; -> Acting timeout-first-byte", desk.Said);
        Assert.Equal(1, Assert.Single(desk.Fell.OfType<BeginAction>()).Epoch);
    }

    /// <summary>Unhealthy it stays until two passes; what is known of the old row, an overload for instance, is forgotten by one.</summary>
    [Fact]
    public void Advance_OnePassAmongFailuresPastTheThreshold_TakesAWholeRowAgain()
    {
        var policy = Policy(Liveness) with { Checks = [Check(Liveness) with { Diagnosable = true }] };
        var desk = Desk.Watching(policy).Fail(times: 2);
        desk.Give(new Diagnosed(Liveness, "a", new Signals { Listening = Listening.Ours, Waiting = 5, IsMoving = true })).After(S(15)).Fail();
        Assert.Contains("not acting overloaded", desk.Said, StringComparison.Ordinal);

        desk.After(S(15)).Pass().After(S(15)).Fail();
        Assert.Equal("not acting row-broken; diagnose liveness", desk.Said);
        desk.After(S(15)).Fail();
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.After(S(15)).Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_CalledOffAtTheLastLook_TakesAWholeRowAgain()
    {
        var desk = Desk.Watching().Fail(times: 3).After(S(3));
        desk.Give(new LastLookEnded(desk.State.Epoch, Observation.Pass(Liveness), desk.Unit));
        desk.All.Clear();

        desk.Fail(times: 2);
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.After(S(15)).Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    /// <summary>A memory limit holds for a duration: so it does in the row that begins anew.</summary>
    [Fact]
    public void Advance_OnePassAmongFailuresThatHoldForADuration_TakesTheDurationAgain()
    {
        var policy = Policy(Memory) with { Checks = [Check(Memory) with { FailureThreshold = 1, OnFailure = OnFailure.Restart }], DependsOn = ["db"], BusyAtMost = H(1) };
        var desk = Desk.Watching(policy).Fail(Memory, 9, "too-large");
        desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(Memory, "too-large"), desk.Unit) { Busy = new BusyLook(1) });
        Assert.Equal(Hold.Busy, desk.State.Hold);

        desk.Give(new BusySeen(new BusyLook(0))).Pass(Memory).All.Clear();
        desk.After(S(15)).Fail(Memory, 8, "too-large");
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.After(S(15)).Fail(Memory, 1, "too-large");
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_UnknownBetweenFailures_CountsInNeitherDirection()
    {
        var desk = Desk.Watching().Fail(times: 2).Unknown().Unknown();
        Assert.Equal(2, desk.State.Check(Liveness).Failures);
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_UnknownForAnHour_NeverActsAndAlertsOnce()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 240; i++) desk.After(S(15)).Unknown();

        Assert.Equal(["Warning cannot-look"], desk.All.Select(Tell.It));
    }

    [Fact]
    public void Advance_AlertOnlyAnswerEndsARow_AndNeverRestarts()
    {
        var desk = Desk.Watching().Fail(times: 2).AlertOnly().AlertOnly();
        Assert.Equal(2, desk.State.Check(Liveness).Failures);

        desk.AlertOnly();
        Assert.Equal("Warning restart-cannot-help", desk.Said);
        for (var i = 0; i < 50; i++) desk.After(S(15)).AlertOnly();
        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_MemoryOverItsLimit_WaitsForTwoMinutesAsWell()
    {
        var desk = Desk.Watching(Liveness, Memory);
        var first = desk.Now;
        desk.Fail(Memory, times: 8, code: "over-limit");
        Assert.Equal(S(105), desk.Now - first);
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.After(S(15)).Fail(Memory);
        Assert.Equal(S(120), desk.Now - first);
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_ThreeOfFiveNotInARow_IsFlappingAndNoRestart()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 30; i++) desk.After(S(15)).Fail().After(S(15)).Pass();

        Assert.Equal(["Warning flapping"], desk.All.OfType<Alert>().Select(Tell.It));
        Assert.Empty(desk.All.OfType<BeginAction>());

        for (var i = 0; i < 5; i++) desk.After(S(15)).Pass();
        Assert.False(desk.State.Check(Liveness).Flapping);
    }

    [Theory]
    [InlineData(OnFailure.Alert)]
    [InlineData(OnFailure.Evidence)]
    public void Advance_OnFailureIsNotRestart_AlertsOnceAndNeverActs(OnFailure leadsTo)
    {
        var desk = Desk.Watching(Policy() with { Checks = [Check(Liveness) with { OnFailure = leadsTo }] });
        desk.Fail(times: 100);

        Assert.Equal(["Warning unhealthy"], desk.All.OfType<Alert>().Select(Tell.It));
        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_UnhealthyCheck_IsHealthyAfterTwoPasses()
    {
        var desk = Desk.Watching().Fail(times: 3);
        desk.Pass();
        Assert.True(desk.State.Check(Liveness).Unhealthy);

        desk.Pass();
        Assert.False(desk.State.Check(Liveness).Unhealthy);
        Assert.Equal(Verdict.Healthy, Judge.Of(desk.Policy, desk.State));
    }

    [Fact]
    public void Advance_ObservationOfAnEarlierInstance_IsIgnored()
    {
        var desk = Desk.Watching();
        desk.Give(new Observed(Desk.Bad() with { Instance = "before" }));
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void Advance_SteadyPass_IsTheSameState()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 20; i++)
        {
            desk.After(S(15)).Pass();
            if (i >= 5) Assert.True(desk.Ignored);
            desk.Seen(Any.Unit() with { RestartsAlong = [] });
            Assert.True(desk.Ignored);
        }
    }
}
