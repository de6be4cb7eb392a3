using System.Text.Json;
using Watchdog.Journal;

namespace Watchdog.Cli.Handlers;

/// <summary>Prints the journal, oldest of the chosen lines first.</summary>
internal static class HistoryHandler
{
    public static Task<int> RunAsync(HistoryCommand.Options options, CancellationToken cancel)
    {
        if ((options.Since is { } text ? SinceText.Parse(text, DateTimeOffset.UtcNow) : DateTimeOffset.MinValue) is not { } since) return Fail(ExitCode.Unusable, SinceText.Problem(options.Since!));

        var directories = StateFolder.Find();
        if (StateFolder.Unreadable(directories) is { } unreadable) return Fail(ExitCode.CouldNotLook, unreadable);

        var reader = new JournalReader(directories.Journal);
        var entries = reader.NewestFirst(new JournalQuery { Service = options.Service, Since = since })
            .Where(entry => options.Json || EntryText.Lines(entry).Any())
            .Take(options.Limit).ToList();
        if (entries.Count == 0 && options.Service is { } unknown && !Recorded.Has(directories, unknown)) return Fail(ExitCode.Failed, Recorded.Nothing(unknown));

        entries.Reverse();
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize(entry, JournalJson.Lines.JournalEntry));
            else Print(entry);
        }

        if (reader.Skipped > 0) Console.Error.WriteLine($"watchdog: {reader.Skipped} lines of the journal could not be read and were left out");
        return Task.FromResult(ExitCode.Fine);
    }

    public static void Print(JournalEntry entry)
    {
        foreach (var line in EntryText.Lines(entry)) Console.Out.WriteLine($"{EntryText.Time(entry.At)}  {entry.Service}  {line}");
    }

    private static Task<int> Fail(int code, string problem) => Task.FromResult(Complaint.Say("history", code, problem));
}
