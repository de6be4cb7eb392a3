using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;

namespace Watchdog.Cli.Handlers;

/// <summary>Prints, from the journal, why a service is as it is: the last story, from the last time that all was well.</summary>
internal static class WhyHandler
{
    /// <summary>A story longer than this is told from its end.</summary>
    private const int MostEntries = 200;

    private const int MostLines = 60;

    public static Task<int> RunAsync(WhyCommand.Options options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var directories = StateFolder.Find();
        if (StateFolder.Unreadable(directories) is { } unreadable) return Task.FromResult(Complaint.Say("why", ExitCode.CouldNotLook, unreadable));

        var story = Story(new JournalReader(directories.Journal), options.Service);
        if (story.Count == 0)
        {
            return Task.FromResult(Complaint.Say("why", ExitCode.Failed, $"the journal has nothing on '{options.Service}'; `watchdog status` lists the services"));
        }

        var lines = story.SelectMany(entry => EntryText.Lines(entry).Select(line => $"{EntryText.Time(entry.At)}  {line}")).ToList();
        if (lines.Count > MostLines) Console.Out.WriteLine($"… {lines.Count - MostLines} lines before; `watchdog history {options.Service}` has them");
        foreach (var line in lines.TakeLast(MostLines)) Console.Out.WriteLine(line);
        foreach (var pause in Pauses(directories, options.Service)) Console.Out.WriteLine(pause);
        return Task.FromResult(ExitCode.Fine);
    }

    /// <summary>What keeps it paused now, and how long still.</summary>
    private static IEnumerable<string> Pauses(Directories directories, string service)
    {
        var now = new Clock(TimeProvider.System).Now;
        var store = new StateStore(directories, BootId.Read(), TimeProvider.System, NullLogger.Instance) { ReadsOnly = true };
        return (store.Load(service).State?.Pauses ?? [])
            .Where(pause => !pause.Lifted && pause.Until > now.Uptime)
            .Select(pause => $"now: {StatusText.Paused(pause.Because, now.Utc + (pause.Until - now.Uptime))}");
    }

    /// <summary>Back to where the service last became well and had been so for the rest, or to where nothing is left.</summary>
    internal static List<JournalEntry> Story(JournalReader reader, string service)
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
