using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>The journal as a log. A disk may hang: each question has a thread of its own, and nobody waits for it longer than a few seconds.</summary>
internal sealed class JournalLog(JournalOfUnit journal, TimeProvider time) : IServiceLog
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public async Task<string?> MarkAsync(CancellationToken cancel) => LibSystemd.IsPresent ? await WithinAsync(_ => journal.Mark(), cancel).ConfigureAwait(false) : null;

    public async Task<LogRead> SinceAsync(string? mark, CancellationToken cancel)
    {
        if (mark is null) return LogRead.NotSeen("journal-unreadable", "the journal cannot be read, so no line of it was searched");

        var lines = await WithinAsync(token => journal.Since(mark, token) is { } read ? new LogRead(read) : null, cancel).ConfigureAwait(false);
        if (lines is null) return LogRead.NotSeen("journal-unreadable", $"the journal could not be read in {Words.Span(s_patience)}, so no line of it was searched");

        // A stop and a start are always told there, by its manager.
        if (!lines.Lines.Any(line => line.ByManager)) return lines with { Unseen = new("journal-silent", "the journal shows us nothing of its stop and start: run this as root, or as a member of systemd-journal, to have it searched") };
        return lines.Lines.Length < JournalOfUnit.MostLines ? lines : lines with { Unseen = new("journal-long", $"only the first {JournalOfUnit.MostLines} lines of its log since a stop were searched") };
    }

    /// <returns>Null as well when it takes too long.</returns>
    private async Task<T?> WithinAsync<T>(Func<CancellationToken, T?> ask, CancellationToken cancel)
        where T : class
    {
        using var late = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var token = either.Token;
        try
        {
            return await Task.Factory.StartNew(() => ask(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
