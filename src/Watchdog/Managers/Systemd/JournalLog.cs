using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Managers.Logs;

namespace Watchdog.Managers.Systemd;

/// <summary>The journal as a log.</summary>
internal sealed class JournalLog(JournalOfUnit journal, TimeProvider time) : IServiceLog
{
    private readonly Aside _aside = new(time);

    public async Task<LogSince> MarkAsync(CancellationToken cancel)
    {
        var mark = LibSystemd.IsPresent ? await _aside.AskAsync(_ => journal.Mark(), cancel).ConfigureAwait(false) : null;
        return mark is null
            ? LogRead.Never(new Reason("journal-unreadable", "the journal cannot be read, so no line of it was searched"))
            : token => SinceAsync(mark, token);
    }

    public async Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel)
    {
        if (!LibSystemd.IsPresent) return LogRead.NotSeen("journal-unreadable", "the journal is read by libsystemd, which is not here");

        var lines = await _aside.AskAsync(token => Told(journal.Newest(most, since, token), most, "newest", token), cancel).ConfigureAwait(false);
        if (lines is null) return LogRead.NotSeen("journal-unreadable", $"the journal could not be read in {Words.Span(Aside.Patience)}");
        if (!lines.Lines.IsEmpty) return lines;

        // Nothing since then may be true; nothing ever is not.
        var any = since is null ? lines : await _aside.AskAsync(token => Told(journal.Newest(1, null, token), 1, "newest", token), cancel).ConfigureAwait(false);
        return any is { Lines.IsEmpty: true } ? Silent(lines, "the journal shows us no line of it", Environment.IsPrivilegedProcess) : lines;
    }

    /// <summary>Root is shown all of it: where it has nothing of a unit, as of one that never ran, there is nothing.</summary>
    internal static LogRead Silent(LogRead lines, string what, bool isRoot) =>
        isRoot ? lines : lines with { Unseen = new("journal-silent", $"{what}: run this as root, or as a member of systemd-journal") };

    /// <summary>Of a long log, what was read in time, and that it is not all.</summary>
    /// <returns>Null where nothing was.</returns>
    internal static LogRead? Told(ImmutableArray<LogLine>? read, int most, string which, CancellationToken late)
    {
        if (read is not { } lines) return null;
        if (!late.IsCancellationRequested || lines.Length >= most) return new LogRead(lines);

        return lines.IsEmpty ? null : new LogRead(lines, new("journal-late", $"only the {which} {lines.Length} lines were read in time: its log takes long to read"));
    }

    private async Task<LogRead> SinceAsync(string mark, CancellationToken cancel)
    {
        var lines = await _aside.AskAsync(token => Told(journal.Since(mark, token), JournalOfUnit.MostLines, "first", token), cancel).ConfigureAwait(false);
        if (lines is null) return LogRead.NotSeen("journal-unreadable", $"the journal could not be read in {Words.Span(Aside.Patience)}, so no line of it was searched");

        if (lines.Unseen.Code is not null) return lines;

        // A stop and a start are always told there, by its manager.
        if (!lines.Lines.Any(line => line.ByManager)) return lines with { Unseen = new("journal-silent", "the journal shows us nothing of its stop and start: run this as root, or as a member of systemd-journal, to have it searched") };
        return lines.Lines.Length < JournalOfUnit.MostLines ? lines : lines with { Unseen = new("journal-long", $"only the first {JournalOfUnit.MostLines} lines of its log since a stop were searched") };
    }
}
