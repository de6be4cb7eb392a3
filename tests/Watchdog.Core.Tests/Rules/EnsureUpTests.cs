using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class EnsureUpTests
{
    [Fact]
    public void Seen_FailedByItself_IsStartedWithoutWaitingForAPoll()
    {
        var desk = Desk.Watching().Seen(Failed());
        Assert.Equal("Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed", desk.Said);
        Assert.Null(Assert.Single(desk.Fell.OfType<BeginAction>()).Cause);

        desk.LookBad(null);
        var restart = Assert.IsType<Restart>(Assert.Single(desk.Fell));
        Assert.Equal(Intent.EnsureUp, restart.Intent);
        Assert.Null(restart.KillAfter);
    }

    [Theory]
    [InlineData(UnitState.Failed, LastEnd.StopJob, "-> Stopped stopped")]
    [InlineData(UnitState.Inactive, LastEnd.StopJob, "-> Stopped stopped")]
    [InlineData(UnitState.Inactive, LastEnd.None, "-> Stopped stopped")]
    [InlineData(UnitState.Inactive, LastEnd.ByItself, "Warning ended; -> Stopped ended")]
    [InlineData(UnitState.Failed, LastEnd.Unknown, "Warning who-stopped-it; -> Stopped who-stopped-it")]
    [InlineData(UnitState.Failed, LastEnd.None, "Warning who-stopped-it; -> Stopped who-stopped-it")]
    [InlineData(UnitState.NotFound, LastEnd.None, "Warning unit-not-found; -> Stopped unit-not-found")]
    public void Seen_DownOtherwise_IsLeftAlone(UnitState state, LastEnd end, string said)
    {
        var desk = Desk.Watching().Seen(Any.Unit("a", state) with { LastEnd = end });
        Assert.Equal(said, desk.Said);

        desk.All.Clear();
        for (var i = 0; i < 100; i++) desk.After(S(60)).Seen().Fail();
        Assert.Equal(["not acting not-active"], desk.All.Select(Tell.It));
    }

    [Fact]
    public void LastLook_StoppedMeanwhile_CallsOff()
    {
        var desk = Desk.Watching().Seen(Failed());
        desk.Give(new LastLookEnded(1, null, Failed(end: LastEnd.StopJob)));
        Assert.Equal("call off stopped; -> Stopped stopped", desk.Said);
    }

    [Theory]
    [InlineData(UnitState.Activating)]
    [InlineData(UnitState.Deactivating)]
    [InlineData(UnitState.Reloading)]
    public void Seen_ManagerAtWork_IsLeftAlone(UnitState state)
    {
        var desk = Desk.Watching().Seen(Any.Unit("a", state));
        desk.Fail(times: 10);
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Contains("not acting manager-at-work", desk.All.Select(Tell.It));
    }

    [Fact]
    public void Seen_FailedWithAJobQueued_IsLeftToIt()
    {
        var desk = Desk.Watching().Seen(Failed() with { Job = "start, by id 7" });
        Assert.Equal("Warning exit-code; not acting job-queued; -> Starting starting", desk.Said);
        desk.Seen(Failed());
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Theory]
    [InlineData(UnitState.Failed, LastEnd.Unknown)]
    [InlineData(UnitState.Failed, LastEnd.None)]
    [InlineData(UnitState.Inactive, LastEnd.StopJob)]
    public void Seen_DownWithAJobQueued_IsNotSaidToBeStopped(UnitState state, LastEnd end)
    {
        var desk = Desk.Watching().Seen(Any.Unit("a", state) with { LastEnd = end, Job = "start, id 7" });
        Assert.Equal("-> Starting starting", desk.Said);
    }

    [Fact]
    public void Seen_FailedBetweenOurOrderAndItsEcho_RaisesNoAlert()
    {
        var desk = Desk.Watching().Seen(Failed()).LookBad(null).Seen(Failed(end: LastEnd.Unknown));
        Assert.Equal("", desk.Said);
    }

    [Theory]
    [InlineData("not-found", "the manager knows no such unit")]
    [InlineData("masked", "the unit is masked, so it cannot run")]
    [InlineData("bad-setting", "the unit's file cannot be used (bad-setting)")]
    public void Seen_NotThere_SaysWhy(string loadState, string sentence)
    {
        var desk = Desk.Watching().Seen(Any.Unit("a", UnitState.NotFound) with { SubState = loadState });
        Assert.Equal(new Reason("unit-not-found", sentence), desk.State.PhaseReason);
    }

    [Fact]
    public void Seen_FailedAgainAndAgain_BacksOffThenHoldsThenTriesHourly()
    {
        var desk = Desk.Watching(Policy() with { Checks = [] });
        var restarts = new List<TimeSpan>();
        var until = desk.Now + H(12);
        desk.Seen(Failed());
        for (var i = 0; desk.Now < until; i++)
        {
            if (desk.State.Action is not null)
            {
                desk.LookBad(null);
                restarts.Add(desk.Now);
                desk.Seen(Any.Unit($"i{i}") with { StartedAt = desk.Now }).Ended().After(S(1)).Seen(Failed($"i{i}"));
                continue;
            }

            desk.Now = Expiry.NextDue(desk.Policy, desk.State, desk.Now) ?? until;
            desk.Give(new Tick());
        }

        Assert.Equal(13, restarts.Count);
        Assert.Contains(desk.All, decision => decision is Moved { To: Phase.Holding, Reason.Code: "ineffective" });
        Assert.All(restarts.Skip(2).Zip(restarts.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, H(1), H(1) + S(10)));
    }

    [Fact]
    public void Ended_DisplacedAfterItsFailureWasCleared_IsTriedAgainLater()
    {
        var desk = Desk.Watching().Seen(Failed()).LookBad(null).Ended(RestartResult.Displaced);
        Assert.Empty(desk.Fell.OfType<BeginAction>());

        // systemd has forgotten its last run together with its failure.
        desk.Seen(Any.Unit("", UnitState.Inactive));
        Assert.Equal(Phase.Suspect, desk.State.Phase);
        desk.Wait(S(5));
        Assert.Single(desk.Fell.OfType<BeginAction>());
        desk.LookBad(null);
        Assert.Single(desk.Fell.OfType<Restart>());
    }

    [Fact]
    public void Seen_InactiveAfterAnOperatorStoppedItInTheMeantime_IsLeftAlone()
    {
        var desk = Desk.Watching().Seen(Failed()).LookBad(null).Ended(RestartResult.Displaced).Seen(Failed(end: LastEnd.StopJob));
        desk.Wait(S(60)).Seen(Any.Unit("", UnitState.Inactive));
        Assert.Equal(Phase.Stopped, desk.State.Phase);
        Assert.Empty(desk.Fell.OfType<BeginAction>());
    }
}
