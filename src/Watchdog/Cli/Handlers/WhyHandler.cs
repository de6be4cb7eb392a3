using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Core;
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

        var story = LastStory.Of(new JournalReader(directories.Journal), options.Service, since: null, cancel);
        if (story.Entries.Count == 0)
        {
            return Task.FromResult(Complaint.Say("why", ExitCode.Failed, Recorded.Nothing(options.Service)));
        }

        var lines = story.Entries.SelectMany(entry => EntryText.Lines(entry).Select(line => $"{EntryText.Time(entry.At)}  {line}")).ToList();
        var before = Math.Max(0, lines.Count - MostLines) + story.LeftOut;
        if (before > 0) Console.Out.WriteLine($"… {Words.Count(before, "line")} more; `watchdog history {options.Service} --since 24h` has what is of the last day");
        foreach (var line in lines.TakeLast(MostLines)) Console.Out.WriteLine(line);
        foreach (var now in Now(directories, options.Service)) Console.Out.WriteLine($"now: {now}");
        return Task.FromResult(ExitCode.Fine);
    }

    /// <summary>What it is held for, and what keeps it paused and how long still: that may have been said long ago.</summary>
    private static IEnumerable<string> Now(Directories directories, string service)
    {
        var now = new Clock(TimeProvider.System).Now;
        var store = new StateStore(directories, BootId.Read(), TimeProvider.System, NullLogger.Instance) { ReadsOnly = true };
        if (store.Load(service).State is not { } state) yield break;

        if (state.Phase == Phase.Holding) yield return $"held since {EntryText.Time(now.Utc - (now.Uptime - state.PhaseSince))}: {state.PhaseReason}";
        foreach (var pause in state.Pauses.Where(pause => !pause.Lifted && pause.Until > now.Uptime)) yield return StatusText.Paused(pause.Because, now.Utc + (pause.Until - now.Uptime));
    }
}
