using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>What a service went through of late, as the journal has it.</summary>
internal static class LastStory
{
    /// <summary>A story longer than this is told from its end.</summary>
    private const int MostEntries = 200;

    /// <summary>Back to where the service last became well and had been so for the rest, or to where nothing is left.</summary>
    public static List<JournalEntry> Of(JournalReader reader, string service)
    {
        var story = new List<JournalEntry>();
        var somethingHappened = false;
        foreach (var entry in reader.NewestFirst(new JournalQuery { Service = service, Limit = MostEntries }))
        {
            // The line that made it well opens an uneventful present, and closes the story before; it is part of both.
            var becameWell = entry.Decisions.Any(decision => decision is Moved { To: Phase.Watching });
            if (becameWell && somethingHappened)
            {
                story.Add(entry);
                break;
            }

            somethingHappened |= entry.Decisions.Any(decision => decision is BeginAction or Restart or CallOff or NotActing or Alert);
            story.Add(entry);
        }

        story.Reverse();
        return story;
    }
}
