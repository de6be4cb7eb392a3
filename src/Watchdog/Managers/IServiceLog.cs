using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>What a service writes, and its manager about it. Each question has a deadline of its own; never throws for a log that cannot be read.</summary>
internal interface IServiceLog
{
    /// <summary>Whether each line says when it was written; else only a mark tells what came after it.</summary>
    bool IsDated => true;

    /// <summary>Notes where it ends now.</summary>
    /// <returns>Asks, once, for what has come since; where nothing could be noted, that says why.</returns>
    Task<LogSince> MarkAsync(CancellationToken cancel);

    /// <summary>The newest lines, oldest first.</summary>
    /// <param name="most">How many.</param>
    /// <param name="since">None that is older, where the log tells when a line was written; null for any.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel);
}

/// <summary>All lines since a mark, or the first of them.</summary>
internal delegate Task<LogRead> LogSince(CancellationToken cancel);

/// <param name="Lines">Oldest first; of two streams that are kept apart, one after the other.</param>
/// <param name="Unseen">Why they are not all that there are; the default when they are.</param>
internal sealed record LogRead(ImmutableArray<LogLine> Lines, Reason Unseen = default)
{
    public static LogRead NotSeen(string code, string sentence) => new([], new Reason(code, sentence));

    /// <summary>That of a log that could not even be marked.</summary>
    public static LogSince Never(Reason why) => _ => Task.FromResult(new LogRead([], why));

    /// <summary>This and what another part of the same log says. Of two reasons the first is told.</summary>
    public LogRead And(LogRead other) => new([.. Lines, .. other.Lines], Unseen.Code is null ? other.Unseen : Unseen);
}
