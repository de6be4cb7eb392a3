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

    /// <summary>
    /// All lines, oldest first, at the cost of their bytes: nothing is kept or made for a run of passes. <see cref="JournalQuery.Limit"/> does not count here.
    /// </summary>
    /// <param name="query">Which.</param>
    /// <param name="sink">Takes them.</param>
    /// <param name="passesSince">Runs of passes that were told before that are left out.</param>
    /// <param name="cancel">Looked at after each 1000 lines.</param>
    public void Stream(JournalQuery query, IJournalSink sink, DateTimeOffset passesSince, CancellationToken cancel)
    {
        var filter = new Filter(query);
        var passes = new Filter(query with { Since = passesSince });
        var codes = PassLine.NewBuffer();
        var read = 0;
        foreach (var path in JournalFiles.Readable(folder))
        {
            if (JournalFiles.DayOf(path) < filter.FirstDay) continue;
            using var lines = FileLines.TryOpen(path);
            if (lines is null) continue;
            while (lines.MoveOn())
            {
                if (++read % 1000 == 0) cancel.ThrowIfCancellationRequested();
                var line = lines.Current.Span;
                if (!filter.MayTake(line)) continue;
                if (PassLine.TryRead(line, codes, out var run))
                {
                    if (passes.MayTake(line) && filter.IsService(run.Service)) sink.Take(run);
                }
                else if (filter.TryRead(line, out var wrong) is { } entry)
                {
                    if (entry.Passes is null || entry.At >= passesSince) sink.Take(entry);
                }
                else if (wrong)
                {
                    Skipped++;
                }
            }

            Skipped += lines.TooLong;
        }
    }

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
        private readonly byte[]? _name = query.Service is null ? null : Encoding.UTF8.GetBytes(query.Service);

        private readonly byte[]? _service = query.Service is null
            ? null
            : [.. "\"service\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(query.Service, JournalJson.Lines.String)];

        private readonly byte[]? _since = query.Since is { } since
            ? Encoding.ASCII.GetBytes(since.UtcDateTime.ToString(UtcConverter.Format, CultureInfo.InvariantCulture))
            : null;

        public DateOnly FirstDay { get; } = query.Since is { } since ? DateOnly.FromDateTime(since.UtcDateTime) : DateOnly.MinValue;

        /// <summary>Whether it may be one of those that are asked for.</summary>
        public bool MayTake(ReadOnlySpan<byte> line)
        {
            if (line.IsEmpty) return false;
            if (_since is not null && JournalLine.AtOf(line) is { IsEmpty: false } at && at.SequenceCompareTo(_since) < 0) return false;
            return _service is null || line.IndexOf(_service) >= 0;
        }

        public bool IsService(ReadOnlySpan<byte> name) => _name is null || name.SequenceEqual(_name);

        public JournalEntry? TryRead(ReadOnlySpan<byte> line, out bool wrong)
        {
            wrong = false;
            if (!MayTake(line)) return null;

            var entry = JournalLine.TryParse(line);
            wrong = entry is null;
            if (entry is null || (query.Service is not null && entry.Service != query.Service) || entry.At < query.Since) return null;
            return entry;
        }
    }
}
