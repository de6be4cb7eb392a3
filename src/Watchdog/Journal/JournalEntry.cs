using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>
/// One line of the journal: an input with what was decided on it, or a run of equal passes. What is journaled is all that a replay
/// needs: an input that changed nothing is left out.
/// </summary>
public sealed record JournalEntry
{
    /// <summary>Wall-clock time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Monotonic time since boot.</summary>
    public required TimeSpan Up { get; init; }

    public required string Service { get; init; }

    public Input? Input { get; init; }

    public ImmutableArray<Decision> Decisions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What has happened to its incident by those decisions; null for nothing.</summary>
    public ImmutableArray<IncidentStep>? Steps { get; init; }

    /// <summary>A run of equal passes of one check.</summary>
    public PassRun? Passes { get; init; }

    /// <summary>How many lines just before this one, of whatever service, could not be written; null for none.</summary>
    public int? Missing { get; init; }
}

/// <summary>A run of equal passes of one check, written at its end or every 10 min.</summary>
/// <param name="Check">The check.</param>
/// <param name="Count">How many.</param>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="Least">Shortest.</param>
/// <param name="Most">Longest.</param>
public sealed record PassRun(string Check, int Count, DateTimeOffset From, DateTimeOffset To, TimeSpan Least, TimeSpan Most)
{
    /// <summary>How the latencies are spread, as <see cref="Journal.Spread"/> has it; null for a number that has a limit, and in lines of older versions.</summary>
    public ImmutableArray<int>? Spread { get; init; }

    /// <summary>The last number (memory: bytes), for checks whose number has a limit; null for others.</summary>
    public double? Last { get; init; }

    /// <summary>The highest of them.</summary>
    public double? Peak { get; init; }
}
