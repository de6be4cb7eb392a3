using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class BackoffTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 16)]
    [InlineData(5, 30)]
    [InlineData(1000, 30)]
    public void After_RestartsInRow_DoublesWithinTwentyPercent(int inRow, double minutes)
    {
        var backoff = new Backoff(Min(2), Min(30));
        var seen = Enumerable.Range(0, 1000).Select(epoch => BackoffRule.After(backoff, inRow, "web", epoch) / Min(minutes)).ToList();

        Assert.All(seen, factor => Assert.InRange(factor, 0.8, 1.2));
        Assert.InRange(seen.Average(), 0.98, 1.02);
        Assert.True(seen.Min() < 0.81 && seen.Max() > 1.19);
    }

    [Fact]
    public void After_SameServiceAndEpoch_IsTheSameInEveryRun()
    {
        var backoff = new Backoff(Min(2), Min(30));
        Assert.Equal("01:47.932", $"{BackoffRule.After(backoff, 1, "hermes-webui", 1):mm\\:ss\\.fff}");
        Assert.NotEqual(BackoffRule.After(backoff, 1, "a", 1), BackoffRule.After(backoff, 1, "b", 1));
    }

    [Fact]
    public void Advance_FailsAgainAtOnce_WaitsAndSaysSoOnce()
    {
        var desk = Desk.Watching().Restarted();
        var until = desk.State.BackoffUntil!.Value;
        Assert.InRange(until - desk.Now, Min(2) * 0.8, Min(2) * 1.2);
        desk.Renewed("b").Healthy();
        desk.All.Clear();

        while (desk.Now + S(1) < until) desk.After(S(1)).Fail();
        Assert.Equal("not acting backoff", Assert.Single(desk.All.Select(Tell.It), said => said.StartsWith("not", StringComparison.Ordinal)));
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Now = until;
        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_TenHealthyMinutes_BackToTheStart()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").Healthy();
        Assert.Equal(1, desk.State.RestartsInRow);
        var healthy = Assert.NotNull(desk.State.HealthySince);
        Assert.Equal(healthy + Min(10), Expiry.NextDue(desk.Policy, desk.State, healthy + Min(5)));

        desk.Wait(Min(10) - S(1));
        Assert.Equal(1, desk.State.RestartsInRow);
        desk.Wait(S(1));
        Assert.Equal(0, desk.State.RestartsInRow);
    }

    [Fact]
    public void Advance_OneFailureWithinTheTenMinutes_StartsThemAnew()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").Healthy();
        desk.Wait(Min(9)).Fail().Pass().Wait(Min(9));
        Assert.Equal(1, desk.State.RestartsInRow);
        desk.Wait(Min(1));
        Assert.Equal(0, desk.State.RestartsInRow);
    }

    [Fact]
    public void Advance_TenMinutesInWhichNothingCouldBeLookedAt_AreNotHealthy()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").Healthy();
        for (var i = 0; i < 60; i++) desk.After(S(15)).Unknown();
        Assert.Equal(1, desk.State.RestartsInRow);
    }

    [Fact]
    public void Advance_TenMinutesInWhichWeDidNotRun_AreNotHealthyUntilTheUnitIsSeen()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").Healthy();
        desk.After(H(1)).Give(new Resumed("the daemon started"));
        Assert.Equal(1, desk.State.RestartsInRow);

        desk.Seen(Any.Unit("c") with { StartedAt = desk.Now });
        Assert.Equal(1, desk.State.RestartsInRow);
    }
}
