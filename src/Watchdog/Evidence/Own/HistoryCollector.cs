using System.Text;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Evidence.Own;

/// <summary>The service's story as our journal has it: how the verdict came about.</summary>
/// <param name="journal">Its folder.</param>
internal sealed class HistoryCollector(string journal) : ICollector
{
    private const string File = "history.txt";

    /// <summary>A restart waits for this: that it was well for weeks is not read to the beginning.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(2);

    public string Name => "history";

    public bool Freezes => false;

    public Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        var reader = new JournalReader(journal);
        var story = LastStory.Of(reader, subject.Service.Name, subject.Now.Utc - s_recent, cancel);
        var text = new StringBuilder();
        foreach (var entry in story.Entries)
        {
            foreach (var line in EntryText.Lines(entry)) text.Append(EntryText.Time(entry.At)).Append("  ").AppendLine(line);
        }

        files.Append(File, text.ToString());
        var between = story.LeftOut > 0 ? $" (without {Words.Count(story.LeftOut, "look")} in between that changed nothing)" : "";
        return Task.FromResult(story.Entries.FirstOrDefault() is { } first
            ? new Collected($"{story.Entries.Count} entries of our journal, since {EntryText.Time(first.At)}{between}")
            : new Collected("our journal has nothing on it") { IsSkipped = true });
    }
}
