using System.Text.Json;
using Watchdog.Config;
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
        var entries = Newest(new JournalQuery { Service = options.Service, Since = since });
        if (entries.Count == 0 && options.Service is { } template) entries = Newest(new JournalQuery { Since = since }, entry => ServiceNames.IsMeant(entry.Service, template));
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

        List<JournalEntry> Newest(JournalQuery query, Func<JournalEntry, bool>? which = null) =>
            [.. reader.NewestFirst(query).Where(entry => which?.Invoke(entry) != false && (options.Json || EntryText.Lines(entry).Any())).Take(options.Limit)];
    }

    public static void Print(JournalEntry entry)
    {
        foreach (var line in EntryText.Lines(entry)) Console.Out.WriteLine($"{EntryText.Time(entry.At)}  {entry.Service}  {line}");
    }

    private static Task<int> Fail(int code, string problem) => Task.FromResult(Complaint.Say("history", code, problem));
}
