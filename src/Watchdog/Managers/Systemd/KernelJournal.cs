using System.Collections.Immutable;

namespace Watchdog.Managers.Systemd;

/// <summary>What the kernel wrote, in the system's journal. Files are read: on a thread that may be lost, never in a loop.</summary>
internal sealed class KernelJournal(BusOptions options)
{
    private const int LocalOnly = 1, SystemOnly = 4;
    private const int MostRead = 20_000;
    private const int MostLines = 50;
    private const int MostOfLine = 1000;

    /// <summary>What it said of processes that it killed for lack of memory, oldest first, the newest 50; null where the journal cannot be read.</summary>
    public ImmutableArray<LogLine>? OutOfMemory(DateTimeOffset since, CancellationToken cancel)
    {
        if (!LibSystemd.IsPresent || Open(out var journal) < 0) return null;

        try
        {
            return JournalFields.Match(journal, "_TRANSPORT=kernel") && LibSystemd.sd_journal_seek_tail(journal) >= 0 ? Read(journal, since, cancel) : null;
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    /// <summary>Whether it shows us any line of the kernel; what is another user's it hides without a word.</summary>
    public bool ShowsAny()
    {
        if (!LibSystemd.IsPresent || Open(out var journal) < 0) return false;

        try
        {
            return JournalFields.Match(journal, "_TRANSPORT=kernel") && LibSystemd.sd_journal_seek_tail(journal) >= 0 && LibSystemd.sd_journal_previous(journal) > 0;
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    /// <summary><c>Out of memory: Killed process 812 (python3) …</c>, <c>Memory cgroup out of memory: …</c>, <c>oom-kill:constraint=…</c></summary>
    internal static bool IsOutOfMemory(string line) =>
        line.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || line.StartsWith("oom-kill:", StringComparison.Ordinal) || line.StartsWith("oom_reaper:", StringComparison.Ordinal);

    private static ImmutableArray<LogLine> Read(nint journal, DateTimeOffset since, CancellationToken cancel)
    {
        var lines = new List<LogLine>();
        for (var i = 0; i < MostRead && lines.Count < MostLines && !cancel.IsCancellationRequested && LibSystemd.sd_journal_previous(journal) > 0; i++)
        {
            var at = JournalFields.TimeOf(journal);
            if (at < since) break;
            if (JournalFields.Read(journal, "MESSAGE", MostOfLine) is var text && IsOutOfMemory(text)) lines.Add(new LogLine(text) { At = at });
        }

        lines.Reverse();
        return [.. lines];
    }

    private int Open(out nint journal) => options.JournalDirectory is { } folder
        ? LibSystemd.sd_journal_open_directory(out journal, folder, 0)
        : LibSystemd.sd_journal_open(out journal, LocalOnly | SystemOnly);
}
