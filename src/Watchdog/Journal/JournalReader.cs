using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Watchdog.Journal;

/// <summary>
/// Streams entries, block by block, while they may still be written. A line that is no entry is skipped and counted; the last one without its
/// newline is one that is being written.
/// </summary>
internal sealed class JournalReader(string folder)
{
    /// <summary>Lines that could not be read, so far.</summary>
    public int Skipped { get; private set; }

    public IEnumerable<JournalEntry> OldestFirst(JournalQuery query) => Read(query, newestFirst: false).Take(query.Limit);

    public IEnumerable<JournalEntry> NewestFirst(JournalQuery query) => Read(query, newestFirst: true).Take(query.Limit);

    private IEnumerable<JournalEntry> Read(JournalQuery query, bool newestFirst)
    {
        var filter = new Filter(query);
        var files = JournalFiles.Readable(folder);
        if (newestFirst) files.Reverse();
        foreach (var path in files)
        {
            if (JournalFiles.DayOf(path) < filter.FirstDay) continue;
            using var lines = FileLines.TryOpen(path);
            // Retention was faster.
            if (lines is null) continue;
            while (newestFirst ? lines.MoveBack() : lines.MoveOn())
            {
                if (filter.TryRead(lines.Current.Span, out var wrong) is { } entry) yield return entry;
                else if (wrong) Skipped++;
            }

            Skipped += lines.TooLong;
        }
    }

    /// <summary>Looks at a line's bytes first: most lines are somebody else's and need no parsing.</summary>
    private sealed class Filter(JournalQuery query)
    {
        private readonly byte[]? _service = query.Service is null
            ? null
            : [.. "\"service\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(query.Service, JournalJson.Lines.String)];

        private readonly byte[]? _since = query.Since is { } since
            ? Encoding.ASCII.GetBytes(since.UtcDateTime.ToString(UtcConverter.Format, CultureInfo.InvariantCulture))
            : null;

        public DateOnly FirstDay { get; } = query.Since is { } since ? DateOnly.FromDateTime(since.UtcDateTime) : DateOnly.MinValue;

        public JournalEntry? TryRead(ReadOnlySpan<byte> line, out bool wrong)
        {
            wrong = false;
            if (line.IsEmpty) return null;
            if (_since is not null && JournalLine.AtOf(line) is { IsEmpty: false } at && at.SequenceCompareTo(_since) < 0) return null;
            if (_service is not null && line.IndexOf(_service) < 0) return null;

            var entry = JournalLine.TryParse(line);
            wrong = entry is null;
            if (entry is null || (query.Service is not null && entry.Service != query.Service) || entry.At < query.Since) return null;
            return entry;
        }
    }
}
