using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Cli.Handlers;

/// <summary>What became of a recovery, as the journal has it.</summary>
internal static class TaskEnd
{
    /// <param name="newestFirst">Of its service.</param>
    /// <param name="epoch">Of its action.</param>
    /// <returns><c>recovered at 2026-11-21 12:30:00</c>; null when nothing of it is on record.</returns>
    public static string? Of(IEnumerable<JournalEntry> newestFirst, long epoch)
    {
        string? end = null;
        foreach (var entry in newestFirst)
        {
            if (entry.Input is RestartEnded { Outcome.Result: not RestartResult.Done } ended && ended.Epoch == epoch)
            {
                // What timed out or was out of reach may have happened all the same: then what came later tells.
                var isOpen = ended.Outcome.Result is RestartResult.TimedOut or RestartResult.Unreachable;
                end = (isOpen ? end : null) ?? At("not carried out", entry, ended.Outcome.Reason);
            }

            foreach (var decision in entry.Decisions)
            {
                switch (decision)
                {
                    case Alert { Reason.Code: Recovery.Recovered } or Moved { To: Phase.Watching }:
                        end = At("recovered", entry);
                        break;
                    case Moved { To: Phase.Stopped } stopped:
                        end = At("stopped", entry, stopped.Reason);
                        break;
                    case Moved { From: Phase.Verifying, To: Phase.Suspect or Phase.Holding or Phase.Acting } failed:
                        end = At("failed", entry, failed.Reason);
                        break;
                    case CallOff off when off.Epoch == epoch:
                        return At("called off", entry, off.Reason);
                    case Restart order when order.Epoch == epoch:
                        return end ?? At("ordered", entry);
                    case BeginAction begin when begin.Epoch == epoch:
                        return At("begun", entry) + " and forgotten, since we ended before it was ordered";
                    case Restart:
                        end = null;     // what came after it is another's
                        break;
                    case BeginAction earlier when earlier.Epoch < epoch:
                        return null;
                }
            }
        }

        return null;
    }

    private static string At(string what, JournalEntry entry, Reason? why = null) =>
        $"{what} at {EntryText.Time(entry.At)}{(why is { } reason ? $" ({reason.Sentence})" : "")}";
}
