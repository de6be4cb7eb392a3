using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>What a service went through of late, as the journal has it.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="LeftOut">Entries in between that only say again what fails: one that is held fails a hundred times an hour.</param>
internal sealed record LastStory(IReadOnlyCollection<JournalEntry> Entries, int LeftOut)
{
    /// <summary>A story of more that decided something is told from its end.</summary>
    private const int MostEntries = 200;

    /// <summary>Of what decided nothing, the first and the last so many.</summary>
    private const int MostAlike = 10;

    /// <summary>A week of failing looks, or of rounds.</summary>
    private const int MostRead = 50_000;

    /// <summary>Back to where the service last became well and had been so for the rest, or to where nothing is left.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="service">By its name.</param>
    /// <param name="since">Not what was before; null: as far back as it takes.</param>
    /// <param name="cancel">Ends it with what is read by then.</param>
    public static LastStory Of(JournalReader reader, string service, DateTimeOffset? since, CancellationToken cancel)
    {
        var (story, alike, first) = (new LinkedList<JournalEntry>(), 0, new Queue<LinkedListNode<JournalEntry>>());
        var (somethingHappened, leftOut, passing) = (false, 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var entry in reader.NewestFirst(new JournalQuery { Service = service, Since = since, Limit = MostRead }))
        {
            if (cancel.IsCancellationRequested) break;

            // Of what goes on uneventfully, the newest says it.
            var isNewest = story.Count == 0 | (entry.Passes is { } run && passing.Add(run.Check));
            if (IsQuiet(entry) && !isNewest) continue;

            var node = story.AddFirst(entry);
            if (IsAlike(entry))
            {
                if (++alike <= MostAlike) continue;

                first.Enqueue(node);
                if (first.Count <= MostAlike) continue;

                story.Remove(first.Dequeue());
                leftOut++;
                continue;
            }

            // The line that made it well opens an uneventful present, and closes the story before; it is part of both.
            if (somethingHappened && entry.Decisions.Any(decision => decision is Moved { To: Phase.Watching })) break;
            if (story.Count - first.Count - Math.Min(alike, MostAlike) >= MostEntries) break;
            somethingHappened |= entry.Decisions.Any(decision => decision is BeginAction or Restart or CallOff or NotActing or Alert);
        }

        return new LastStory(story, leftOut);
    }

    /// <summary>It passes, or runs, as before.</summary>
    private static bool IsQuiet(JournalEntry entry) =>
        entry is { Steps: null or [], Decisions: [], Missing: null, Input: null or UnitSeen or Resumed { Because: Resumed.Round } or Observed { Observation.Look: Look.Passed } };

    /// <summary>It fails on, and nothing comes of that.</summary>
    private static bool IsAlike(JournalEntry entry) =>
        entry is { Steps: null or [], Input: Observed { Observation.Look: Look.Failed } or Diagnosed } && entry.Decisions.All(decision => decision is Diagnose);
}
