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

        // Since when: as many as there are, one after the other.
        var most = options.Limit ?? (options.Since is null ? HistoryCommand.DefaultLimit : null);
        var (reader, isCut) = (new JournalReader(directories.Journal), false);
        var isAny = Show(new JournalQuery { Service = options.Service, Since = since }, _ => true);
        if (!isAny && options.Service is { } template) isAny = Show(new JournalQuery { Since = since }, entry => ServiceNames.IsMeant(entry.Service, template));
        if (!isAny && options.Service is { } unknown && !Recorded.Has(directories, unknown)) return Fail(ExitCode.Failed, Recorded.Nothing(unknown));

        if (reader.Skipped > 0) Console.Error.WriteLine($"watchdog: {reader.Skipped} lines of the journal could not be read and were left out");
        if (isCut && options.Limit is null) Console.Error.WriteLine($"watchdog: these are the latest {most} entries; `--since 24h` shows all of a day, `--limit N` the latest N");
        return Task.FromResult(ExitCode.Fine);

        bool Show(JournalQuery query, Func<JournalEntry, bool> isMeant)
        {
            var any = false;
            foreach (var entry in Chosen(query, entry => isMeant(entry) && (options.Json || EntryText.Lines(entry).Any())))
            {
                cancel.ThrowIfCancellationRequested();
                any = true;
                if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize(entry, JournalJson.Lines.JournalEntry));
                else Print(entry);
            }

            return any;
        }

        IEnumerable<JournalEntry> Chosen(JournalQuery query, Func<JournalEntry, bool> isShown)
        {
            if (most is not { } limit) return reader.OldestFirst(query).Where(isShown);

            var newest = reader.NewestFirst(query).Where(isShown).Take(Math.Min(limit, int.MaxValue - 1) + 1).ToList();
            isCut = newest.Count > limit;
            if (isCut) newest.RemoveAt(newest.Count - 1);
            newest.Reverse();
            return newest;
        }
    }

    public static void Print(JournalEntry entry)
    {
        foreach (var line in EntryText.Lines(entry)) Console.Out.WriteLine($"{EntryText.Time(entry.At)}  {entry.Service}  {line}");
    }

    private static Task<int> Fail(int code, string problem) => Task.FromResult(Complaint.Say("history", code, problem));
}
