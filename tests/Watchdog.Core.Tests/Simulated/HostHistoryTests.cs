using System.Collections.Concurrent;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>Not beside the others: each takes every processor that it gets.</summary>
[Collection(nameof(Simulated))]
public class HostHistoryTests
{
    private const int Count = 10_000;

    /// <summary>No action in doubt nor in the hold of an incident, and neither lasts for ever: the hang at the end is always acted upon.</summary>
    [Fact]
    public void Advance_TenThousandHistoriesOfAHostInTrouble_NeverActsInItAndAlwaysAfter()
    {
        var broken = new ConcurrentBag<string>();
        var (restarts, doubts, crowds) = (0L, 0L, 0L);
        Parallel.For(0, Count, seed =>
        {
            var story = new HostStory(seed);
            story.Play();
            foreach (var what in story.Broken.Take(1)) broken.Add($"seed {seed}: {what}");
            Interlocked.Add(ref restarts, story.Restarts);
            Interlocked.Add(ref doubts, story.HeldByDoubt);
            Interlocked.Add(ref crowds, story.HeldByMany);
        });

        Assert.True(broken.IsEmpty, string.Join(Environment.NewLine, broken.Take(10)));
        Assert.InRange(restarts, 2 * Count, 50 * Count);
        Assert.InRange(doubts, Count / 2, 100 * Count);
        Assert.InRange(crowds, Count / 2, 100 * Count);
    }
}
