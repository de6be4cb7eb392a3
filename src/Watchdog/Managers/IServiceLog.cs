using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>What a service writes, and its manager about it. Each question has a deadline of its own; never throws for a log that cannot be read.</summary>
internal interface IServiceLog
{
    /// <summary>Where it ends now, for <see cref="SinceAsync"/>; null where that cannot be told, and <see cref="SinceAsync"/> then says why.</summary>
    Task<string?> MarkAsync(CancellationToken cancel);

    /// <summary>All lines since, or the first of them.</summary>
    Task<LogRead> SinceAsync(string? mark, CancellationToken cancel);
}

/// <param name="Lines">Oldest first.</param>
/// <param name="Unseen">Why they are not all that there are; the default when they are.</param>
internal sealed record LogRead(ImmutableArray<LogLine> Lines, Reason Unseen = default)
{
    public static LogRead NotSeen(string code, string sentence) => new([], new Reason(code, sentence));
}
