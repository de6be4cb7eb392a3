using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class OutcomeTests
{
    private static int Counted(Desk desk) => StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now);

    [Fact]
    public void Ended_Displaced_IsRefunded()
    {
        var desk = Desk.Watching().Restarted();
        Assert.Equal(1, Counted(desk));

        desk.Ended(RestartResult.Displaced);

        Assert.Equal(0, Counted(desk));
        Assert.Equal(0, desk.State.RestartsInRow);
        Assert.Null(desk.State.BackoffUntil);
        Assert.Null(desk.State.Trial);
        Assert.Equal("-> Suspect was-displaced", desk.Said);
    }

    [Theory]
    [InlineData(RestartResult.Denied)]
    [InlineData(RestartResult.Refused)]
    public void Ended_NotTaken_AlertsOnceIsRefundedAndIsAskedAgainEverMoreRarely(RestartResult result)
    {
        var desk = Desk.Watching(Policy(Liveness) with { Backoff = new Backoff(S(10), Min(5)) });
        var asked = new List<TimeSpan>();
        var until = desk.Now + H(1);
        while (desk.Now < until)
        {
            desk.After(S(1)).Fail();
            if (desk.State.Action is null) continue;

            asked.Add(desk.Now);
            desk.LookBad().Ended(result);
            Assert.Equal(0, Counted(desk));
        }

        Assert.Single(desk.All.OfType<Alert>(), alert => alert is { Level: AlertLevel.Critical, Reason.Code: "was-denied" or "was-refused" });
        Assert.Empty(desk.State.Ineffective);
        Assert.Null(desk.State.StormSince);
        Assert.Null(desk.State.Trial);
        Assert.Equal(Phase.Suspect, desk.State.Phase);
        var gaps = asked.Zip(asked.Skip(1), (a, b) => b - a).ToList();
        Assert.InRange(gaps[0], S(10), S(40));
        Assert.All(gaps.TakeLast(5), gap => Assert.InRange(gap, Min(4), Min(7)));
    }

    [Fact]
    public void Ended_Failed_AlertsAndCountsAsIneffective()
    {
        var desk = Desk.Watching().Restarted().Ended(RestartResult.Failed);
        Assert.Equal(Phase.Suspect, desk.State.Phase);
        Assert.Equal("Critical was-failed", desk.Said.Split("; ")[0]);
        Assert.Equal(1, Assert.Single(desk.State.Ineffective).Count);
        Assert.Equal(1, Counted(desk));
    }

    [Theory]
    [InlineData(RestartResult.TimedOut)]
    [InlineData(RestartResult.Unreachable)]
    public void Ended_TimedOutAndHappenedLater_IsOursAndCountedOnce(RestartResult result)
    {
        var desk = Desk.Watching().Restarted().Ended(result).Seen();
        Assert.Equal(Phase.Verifying, desk.State.Phase);

        desk.After(S(30)).Seen(Any.Unit("a", UnitState.Inactive) with { Job = "restart" });
        desk.After(S(1)).Seen(Any.Unit("b") with { StartedAt = desk.Now });

        Assert.Contains("started Ours", desk.Said, StringComparison.Ordinal);
        Assert.Equal(1, Counted(desk));
        desk.Healthy();
        Assert.Equal(Phase.Watching, desk.State.Phase);
    }

    [Fact]
    public void Ended_TimedOutAndNeverHappened_ActsAgainAfterTheBackoffAndCountsBoth()
    {
        var desk = Desk.Watching().Restarted().Ended(RestartResult.TimedOut);
        var until = desk.State.BackoffUntil!.Value;
        while (desk.Now < until) desk.Seen().Fail().After(S(15));
        Assert.Single(desk.All.OfType<BeginAction>());

        desk.Seen().Fail().LookBad();
        Assert.Equal(2, Counted(desk));
    }

    [Fact]
    public void Ended_StaleOrTwice_ChangesNothing()
    {
        var desk = Desk.Watching().Restarted();
        desk.Give(new RestartEnded(0, Outcome(RestartResult.Displaced)));
        Assert.True(desk.Ignored);

        desk.Ended().Ended(RestartResult.Displaced);
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void Ended_BeforeItWasOrdered_ChangesNothing()
    {
        var desk = Desk.Watching().Fail(times: 3).Ended();
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void Ended_Never_IsGivenUpAfterHalfAnHour()
    {
        var desk = Desk.Watching().Restarted();
        var since = desk.State.Action!.Since;
        Assert.Equal(since + Min(30), Expiry.NextDue(desk.Policy, desk.State, desk.Now + Min(6)));

        desk.Now = since + Min(30);
        desk.Give(new Tick());
        Assert.Null(desk.State.Action);
        Assert.NotEqual(Phase.Acting, desk.State.Phase);
    }

    [Fact]
    public void Advance_ObservationsWhileItIsBeingRestarted_CountForNothing()
    {
        var desk = Desk.Watching().Restarted().Fail();
        Assert.True(desk.Ignored);
    }
}
