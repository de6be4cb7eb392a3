using Watchdog.Core;

namespace Watchdog.Notify.Delivering;

/// <summary>Which message is next.</summary>
internal static class OutboxOrder
{
    /// <summary>
    /// The first of the loudest story that is due: messages of one story keep their order, and one that is due now takes along what was held back before
    /// it. What has failed since another arrived lets the others go first: it may be the message, not the way. Where nothing is due, when something will be.
    /// </summary>
    /// <param name="entries">Of one notifier, in the order in which they were added.</param>
    /// <param name="now">The clock.</param>
    /// <param name="hasFailed">Whether it was tried in vain since another arrived.</param>
    public static (OutboxEntry? Entry, DateTimeOffset? Due) Next(IEnumerable<OutboxEntry> entries, DateTimeOffset now, Func<OutboxEntry, bool> hasFailed)
    {
        var stories = new Dictionary<string, Story>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var due = entry.NotBefore ?? DateTimeOffset.MinValue;
            if (stories.TryGetValue(entry.Message.Story, out var story))
                stories[entry.Message.Story] = story with { Due = due < story.Due ? due : story.Due, Level = entry.Message.Level > story.Level ? entry.Message.Level : story.Level };
            else
                stories[entry.Message.Story] = new Story(entry, due, entry.Message.Level);
        }

        Story? best = null;
        DateTimeOffset? next = null;
        foreach (var story in stories.Values)
        {
            if (story.Due > now) next = next is null || story.Due < next ? story.Due : next;
            else if (best is not { } other || Rank(story).CompareTo(Rank(other)) < 0) best = story;
        }

        return (best?.First, best is null ? next : null);

        (bool, int, long) Rank(Story story) => (hasFailed(story.First), -(int)story.Level, story.First.Number);
    }

    private readonly record struct Story(OutboxEntry First, DateTimeOffset Due, AlertLevel Level);
}
