using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Watchdog.Config;
using Watchdog.Managers.Logs;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// The lines of one unit in the journal: its own, and those of its manager about it, as <c>journalctl --unit</c> picks them. Files are read: on a thread that may be
/// lost, never in a loop. One journal is opened for each question, since a handle belongs to one thread.
/// </summary>
internal sealed unsafe class JournalOfUnit(BusOptions options, string unit)
{
    /// <summary>Of a unit that writes on and on; some 5 MB of text.</summary>
    public const int MostLines = 20_000;

    private const int LocalOnly = 1;
    private const int MostOfLine = 4096;

    /// <summary>SD_MESSAGE_UNIT_PROCESS_EXIT of sd-messages.h: the main process, or one of the unit's commands, has ended.</summary>
    private const string ProcessExit = "98e322203f7a4ed290d09fe03c09fe15";

    private const string SigKill = "9";

    private bool IsSystem => options.Scope == SystemdScope.System;

    /// <summary>The newest line of the whole journal, by its cursor: clocks may be set, and lines come late. Empty where there is none, null where it cannot be read.</summary>
    public string? Mark()
    {
        if (Open(out var journal) < 0) return null;

        try
        {
            if (LibSystemd.sd_journal_seek_tail(journal) < 0) return null;
            return LibSystemd.sd_journal_previous(journal) > 0 ? Cursor(journal) : "";
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    /// <summary>The lines after the mark, oldest first, <see cref="MostLines"/> at most; null where they cannot be read.</summary>
    public ImmutableArray<LogLine>? Since(string mark, CancellationToken cancel)
    {
        if (Open(out var journal) < 0) return null;

        try
        {
            return Match(journal) && Seek(journal, mark) ? Read(journal, mark, cancel) : null;
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    /// <summary>The newest lines, oldest first, with their time, priority and writer; none older than <paramref name="since"/>. Null where they cannot be read.</summary>
    public ImmutableArray<LogLine>? Newest(int most, DateTimeOffset? since, CancellationToken cancel)
    {
        if (Open(out var journal) < 0) return null;

        try
        {
            return Match(journal) && LibSystemd.sd_journal_seek_tail(journal) >= 0 ? ReadBack(journal, most, since, cancel) : null;
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    private ImmutableArray<LogLine> ReadBack(nint journal, int most, DateTimeOffset? since, CancellationToken cancel)
    {
        var lines = new List<LogLine>();
        while (lines.Count < most && !cancel.IsCancellationRequested && LibSystemd.sd_journal_previous(journal) > 0)
        {
            var at = JournalFields.TimeOf(journal);
            if (at < since) break;
            lines.Add(Line(journal) with { At = at, Priority = JournalFields.PriorityOf(journal), Writer = JournalFields.WriterOf(journal) });
        }

        lines.Reverse();
        return [.. lines];
    }

    private ImmutableArray<LogLine> Read(nint journal, string mark, CancellationToken cancel)
    {
        var lines = ImmutableArray.CreateBuilder<LogLine>();
        while (lines.Count < MostLines && !cancel.IsCancellationRequested && LibSystemd.sd_journal_next(journal) > 0)
        {
            if (lines.Count > 0 || mark.Length == 0 || LibSystemd.sd_journal_test_cursor(journal, mark) <= 0) lines.Add(Line(journal));
        }

        return lines.ToImmutable();
    }

    private LogLine Line(nint journal)
    {
        // Bytes are read, of which a character has four at most: what is cut is seen to be, and within no character.
        var text = LogText.Cut(JournalFields.Read(journal, "MESSAGE", 4 * (MostOfLine + 1)), MostOfLine);

        // A user's manager runs in a unit of its own.
        var byManager = IsSystem ? JournalFields.Read(journal, "_PID") == "1" : JournalFields.Read(journal, "_SYSTEMD_USER_UNIT") != unit;
        if (!byManager) return new LogLine(text);

        return new LogLine(text)
        {
            ByManager = true,
            Instance = JournalFields.Read(journal, IsSystem ? "INVOCATION_ID" : "USER_INVOCATION_ID"),
            EndResult = JournalFields.Read(journal, "UNIT_RESULT"),
            WasKilled = JournalFields.Read(journal, "MESSAGE_ID") == ProcessExit && JournalFields.Read(journal, "EXIT_STATUS") == SigKill && JournalFields.Read(journal, "EXIT_CODE") == "killed",
        };
    }

    /// <summary>
    /// Fields with a leading underscore cannot be forged. All files are opened, not the system's alone: what a system service writes as a user of a person lies in that user's.
    /// </summary>
    private bool Match(nint journal)
    {
        var (own, manager) = IsSystem
            ? ((string[])[$"_SYSTEMD_UNIT={unit}"], (string[])[$"UNIT={unit}", "_PID=1"])
            : ([$"_SYSTEMD_USER_UNIT={unit}", $"_UID={options.Uid}"], [$"USER_UNIT={unit}", $"_UID={options.Uid}"]);
        return Array.TrueForAll(own, field => JournalFields.Match(journal, field))
            && LibSystemd.sd_journal_add_disjunction(journal) >= 0
            && Array.TrueForAll(manager, field => JournalFields.Match(journal, field));
    }

    private static bool Seek(nint journal, string mark) =>
        (mark.Length == 0 ? LibSystemd.sd_journal_seek_head(journal) : LibSystemd.sd_journal_seek_cursor(journal, mark)) >= 0;

    private static string? Cursor(nint journal)
    {
        if (LibSystemd.sd_journal_get_cursor(journal, out var cursor) < 0) return null;

        try
        {
            return Marshal.PtrToStringUTF8((nint)cursor);
        }
        finally
        {
            NativeMemory.Free(cursor);
        }
    }

    private int Open(out nint journal) => options.JournalDirectory is { } folder
        ? LibSystemd.sd_journal_open_directory(out journal, folder, 0)
        : LibSystemd.sd_journal_open(out journal, LocalOnly);
}
