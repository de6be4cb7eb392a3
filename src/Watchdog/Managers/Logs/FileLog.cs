using Watchdog.Core;

namespace Watchdog.Managers.Logs;

/// <summary>A log that is kept in files. Its lines have no time that could be relied on: what was written after the mark belongs to what was done after it.</summary>
/// <param name="find">Asks for the files, at each mark anew, within a deadline of its own.</param>
/// <param name="time">Of the deadlines.</param>
internal sealed class FileLog(Func<CancellationToken, Task<LogPlaces>> find, TimeProvider time) : IServiceLog
{
    private readonly Aside _aside = new(time);

    public bool IsDated => false;

    public async Task<LogSince> MarkAsync(CancellationToken cancel)
    {
        var places = await find(cancel).ConfigureAwait(false);
        if (places.Paths.IsEmpty) return LogRead.Never(places.Missing);

        var files = await _aside.AskAsync(_ => places.Paths.Distinct().Select(static path => new GrowingFile(path)).ToArray(), cancel).ConfigureAwait(false);
        return files is null ? LogRead.Never(TooSlow(places)) : token => SinceAsync(files, places, token);
    }

    public async Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel)
    {
        var places = await find(cancel).ConfigureAwait(false);
        if (places.Paths.IsEmpty) return new LogRead([], places.Missing);

        var read = await _aside.AskAsync(_ => places.Paths.Distinct().Select(path => FileTail.Read(path, most)).Aggregate(static (one, next) => one.And(next)), cancel).ConfigureAwait(false);
        return read?.And(new LogRead([], places.Missing)) ?? new LogRead([], TooSlow(places));
    }

    private async Task<LogRead> SinceAsync(GrowingFile[] files, LogPlaces places, CancellationToken cancel)
    {
        var read = await _aside.AskAsync(_ => Array.ConvertAll(files, static file => file.Read()), cancel).ConfigureAwait(false);
        return read is null ? new LogRead([], TooSlow(places)) : read.Aggregate(static (one, next) => one.And(next)).And(new LogRead([], places.Missing));
    }

    private static Reason TooSlow(LogPlaces places) =>
        new("log-unreadable", $"{string.Join(" and ", places.Paths)} could not be read in {Words.Span(Aside.Patience)}, so no line was searched");
}
