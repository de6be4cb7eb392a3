namespace Watchdog.Core.Tests.Simulated;

/// <summary>Not beside the year: both take every processor they get.</summary>
[Collection(nameof(Simulated))]
public class HistoryTests(Histories histories) : IClassFixture<Histories>
{
    [Theory]
    [InlineData(Rule.Budget)]
    [InlineData(Rule.Phase)]
    [InlineData(Rule.Unknown)]
    [InlineData(Rule.LastLook)]
    [InlineData(Rule.Epoch)]
    [InlineData(Rule.Reasoned)]
    [InlineData(Rule.Consistent)]
    [InlineData(Rule.Progress)]
    [InlineData(Rule.PauseEnds)]
    [InlineData(Rule.HangActedUpon)]
    [InlineData(Rule.Story)]
    [InlineData(Rule.Replay)]
    public void Advance_TenThousandHistories_NeverBreaks(Rule rule)
    {
        var broken = string.Join(Environment.NewLine, histories.BrokenOf(rule));
        Assert.True(broken.Length == 0, broken);
    }

    [Fact]
    public void Play_TenThousandHistories_AreEventful()
    {
        Assert.InRange(histories.Restarts, 3 * Histories.Count, 20 * Histories.Count);
        Assert.InRange(histories.Turns, 100L * Histories.Count, 3_000L * Histories.Count);
    }
}
