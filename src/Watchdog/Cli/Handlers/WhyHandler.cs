using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Journal;
using Watchdog.Supervision;

namespace Watchdog.Cli.Handlers;

/// <summary>Prints, from the journal, why a service is as it is: the last story, from the last time that all was well.</summary>
internal static class WhyHandler
{
    private const int MostLines = 60;

    public static Task<int> RunAsync(WhyCommand.Options options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var directories = StateFolder.Find();
        if (StateFolder.Unreadable(directories) is { } unreadable) return Task.FromResult(Complaint.Say("why", ExitCode.CouldNotLook, unreadable));

        var story = LastStory.Of(new JournalReader(directories.Journal), options.Service);
        if (story.Count == 0)
        {
            return Task.FromResult(Complaint.Say("why", ExitCode.Failed, Recorded.Nothing(options.Service)));
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
}
