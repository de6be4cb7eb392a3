using Microsoft.Win32.SafeHandles;

namespace Watchdog.Journal;

/// <summary>What a crash leaves at the end of a journal file: a line without its end.</summary>
internal static class TornTail
{
    private const int Block = 64 << 10;

    /// <summary>
    /// Moves what follows the last good line into a file of its own and cuts the journal there. Only the end can be torn: everything before it
    /// was followed by a later write.
    /// </summary>
    /// <returns>The file that holds it now, or null when nothing was torn.</returns>
    /// <exception cref="IOException">It could not be put aside; the journal is as it was.</exception>
    public static string? SetAside(string path, DateTimeOffset now)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var good = EndOfLastGoodLine(file, length);
        if (good == length) return null;

        var aside = FileNames.Aside(path, "torn", now);
        using (var torn = new FileStream(aside, AtomicFile.New))
        {
            Copy(file, good, torn);
            torn.Flush(flushToDisk: true);
        }

        RandomAccess.SetLength(file, good);
        RandomAccess.FlushToDisk(file);
        return aside;
    }

    /// <summary>A machine that went down may leave a line's place filled with zeros, newline and all: the last line must also be JSON.</summary>
    private static long EndOfLastGoodLine(SafeFileHandle file, long length)
    {
        var end = AfterLastNewline(file, length);
        while (end > 0)
        {
            var start = AfterLastNewline(file, end - 1);
            if (end - start <= JournalLine.MaxBytes)
            {
                var line = new byte[end - 1 - start];
                RandomAccess.Read(file, line, start);
                if (JournalLine.IsWhole(line)) return end;
            }

            end = start;
            if (length - end > JournalLine.MaxBytes) return AfterLastNewline(file, length);
        }

        return 0;
    }

    private static long AfterLastNewline(SafeFileHandle file, long before)
    {
        var buffer = new byte[Block];
        while (before > 0)
        {
            var start = Math.Max(0, before - Block);
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)(before - start)), start);
            var newline = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (newline >= 0) return start + newline + 1;
            before = start;
        }

        return 0;
    }

    private static void Copy(SafeFileHandle from, long offset, Stream to)
    {
        var buffer = new byte[Block];
        for (int read; (read = RandomAccess.Read(from, buffer, offset)) > 0; offset += read) to.Write(buffer, 0, read);
    }
}
