using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>One restart of a drill, and the run that came of it.</summary>
internal sealed record DrillRound
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The new run; empty when there is none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>From the order until the main process of the run before had ended; null where it has none, or did not.</summary>
    public TimeSpan? Stop { get; init; }

    /// <summary>From the order until every check of the new run had passed once; null when they did not.</summary>
    public TimeSpan? Down { get; init; }

    /// <summary>The run before did not end in its time and was killed.</summary>
    public bool Killed { get; init; }

    /// <summary>By what name its manager calls the end of the run before, where that was no good one: <c>exit-code</c>. Else empty.</summary>
    public string StopResult { get; init; } = "";

    /// <summary>In bytes, when its checks had passed; null where it cannot be read.</summary>
    public long? MemoryAtStart { get; init; }

    /// <summary>In bytes, at the end of the settle time.</summary>
    public long? MemoryAtEnd { get; init; }

    /// <summary>Open descriptors of all its processes, after each look of the settle time; empty where they cannot be counted.</summary>
    public ImmutableArray<long> Descriptors { get; init; } = [];

    /// <summary>Looks of the settle time at all of its checks.</summary>
    public int Looks { get; init; }

    /// <summary>How many of them failed, although all had passed before.</summary>
    public int FailedLooks { get; init; }

    /// <summary>The last of those.</summary>
    public string LookProblem { get; init; } = "";

    /// <summary>Processes of the run before that live on, for people.</summary>
    public ImmutableArray<string> LeftBehind { get; init; } = [];

    /// <summary>Who answers in its place, for people; empty when it does itself, or that cannot be seen.</summary>
    public string Holder { get; init; } = "";

    public ImmutableArray<LogHit> Hits { get; init; } = [];

    /// <summary>How many lines of the log must not be there; <see cref="Hits"/> are the first.</summary>
    public int HitCount { get; init; }

    /// <summary>Why its log was not searched, or not all of it; null when all was.</summary>
    public Reason? LogUnseen { get; init; }

    /// <summary>Why it did not recover, or not for long; null when it did.</summary>
    public Reason? Failure { get; init; }

    /// <summary>Its open descriptors grew with the looks.</summary>
    public bool Leaks => LeakRule.Grows(Descriptors);

    /// <summary>The drill cannot go on after it.</summary>
    [JsonIgnore]
    public bool IsLast { get; init; }

    /// <summary>The manager has not even begun it.</summary>
    [JsonIgnore]
    public bool IsUndone { get; init; }
}
