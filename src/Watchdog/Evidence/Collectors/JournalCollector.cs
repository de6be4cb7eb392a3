using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Watchdog.Managers;

namespace Watchdog.Evidence.Collectors;

/// <summary>
/// What the service wrote, and its manager about it, since it was last known to be well: <c>journal.txt</c>. When the action is over, what has come since the bundle was
/// begun: <c>journal-after.txt</c>, with the stacks that the process was asked for by <c>restart.signal</c>.
/// </summary>
internal sealed class JournalCollector(IServiceLog log) : ICollector, IAfterwards
{
    private const int MostLines = 2000;

    /// <summary>The stacks of a JVM with hundreds of threads are longer than its journal.</summary>
    private const int MostAfter = 20_000;

    private static readonly string[] s_priorities = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    /// <summary>Where the log ended when a bundle was begun.</summary>
    private readonly ConditionalWeakTable<Subject, LogSince> _marks = [];

    public string Name => "journal";

    public bool Freezes => false;

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        var told = Write("journal.txt", await log.TailAsync(MostLines, subject.LogSince, cancel).ConfigureAwait(false), MostLines, subject.LogSince, files);
        if (subject.IsForAction && !log.IsDated) _marks.Add(subject, await log.MarkAsync(cancel).ConfigureAwait(false));
        return told;
    }

    public async Task<Collected> CollectAfterAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        var since = subject.Now.Utc;
        var read = _marks.TryGetValue(subject, out var mark) ? await mark(cancel).ConfigureAwait(false) : await log.TailAsync(MostAfter, since, cancel).ConfigureAwait(false);
        return Write("journal-after.txt", read, mark is null ? MostAfter : int.MaxValue, since, files);
    }

    private static Collected Write(string file, LogRead read, int most, DateTimeOffset? since, IBundleFiles files)
    {
        var written = read.Lines.IsEmpty ? 0 : files.Append(file, Text(read));
        var sinceWhen = since is { } from && read.Lines.Any(static line => line.At is not null) ? $" since {from.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}" : "";
        var summary = read.Lines.Length >= most ? $"the last {written} lines{sinceWhen}" : $"{written} lines{sinceWhen}";
        // That a manager keeps no log is nobody's fault.
        if (read is { Unseen.Code: "no-log", Lines.IsEmpty: true }) return new Collected(read.Unseen.Sentence) { IsSkipped = true };
        return read.Unseen.Code is null ? new Collected(summary) : new Collected(summary, [read.Unseen.Sentence]);
    }

    private static string Text(LogRead read)
    {
        var text = new StringBuilder();
        foreach (var line in read.Lines)
        {
            if (line.At is { } at) text.Append(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
            if (line.Priority is { } priority) text.Append(CultureInfo.InvariantCulture, $"{s_priorities[priority],-7} ");
            if (line.Writer.Length > 0) text.Append(line.Writer).Append(": ");
            text.AppendLine(line.Text);
        }

        return text.ToString();
    }
}
