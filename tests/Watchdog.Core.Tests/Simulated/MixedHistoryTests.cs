using System.Collections.Concurrent;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>Everything at once. Not beside the others: each takes every processor that it gets.</summary>
[Collection(nameof(Simulated))]
public class MixedHistoryTests
{
    private const int Count = 5_000;

    [Fact]
    public void Advance_FiveThousandHistoriesOfEverythingAtOnce_NeverActsInTheWayAndAlwaysAtTheEnd()
    {
        var broken = new ConcurrentBag<(int Seed, string What)>();
        var restarts = 0L;
        Parallel.For(0, Count, seed =>
        {
            var story = new MixedStory(seed);
            if (story.Play() is { } end) broken.Add((seed, end));
            foreach (var what in story.Broken.Take(1)) broken.Add((seed, what));
            if (Replays(story, TimeSpan.Zero) is { } otherwise) broken.Add((seed, $"replays otherwise: {otherwise}"));
            if (Replays(story, H(-1000)) is { } moved) broken.Add((seed, $"on the clock of another boot: {moved}"));
            Interlocked.Add(ref restarts, story.Restarts);
        });

        Assert.True(broken.IsEmpty, $"{broken.Count}: {string.Join(Environment.NewLine, broken.OrderBy(one => one.Seed).Take(10).Select(one => $"seed {one.Seed}: {one.What}"))}");
        Assert.InRange(restarts, 2 * Count, 20 * Count);
    }

    /// <summary>The same decisions, also when half-way all times become those of another clock.</summary>
    private static string? Replays(MixedStory story, TimeSpan move)
    {
        var (state, moved) = (ServiceState.New, TimeSpan.Zero);
        for (var i = 0; i < story.Journal.Count; i++)
        {
            var (_, input, step, now) = story.Journal[i];
            if (moved != move && i >= story.Journal.Count / 2 && !state.FailureCleared) (state, moved) = (state.Rebase(move), move);

            var again = Supervisor.Advance(story.World.Policy, state, Moved(input, moved), now with { Uptime = now.Uptime + moved });
            state = again.State;
            if (!again.Decisions.SequenceEqual(step.Decisions)) return $"{input} at {now.Uptime}: {string.Join("; ", again.Decisions)} in place of {string.Join("; ", step.Decisions)}";
        }

        return null;
    }

    private static Input Moved(Input input, TimeSpan by) => input switch
    {
        UnitSeen seen => new UnitSeen(Moved(seen.Status, by)),
        PauseSet set => set with { Until = set.Until + by },
        LastLookEnded look => look with
        {
            Status = look.Status is { } status ? Moved(status, by) : null,
            Crowd = look.Crowd is { } crowd ? crowd with { Since = crowd.Since + by } : null,
        },
        _ => input,
    };

    private static UnitStatus Moved(UnitStatus status, TimeSpan by) => status with { StartedAt = status.StartedAt + by };
}
