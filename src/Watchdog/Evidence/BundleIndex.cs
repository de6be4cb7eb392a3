using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Evidence;

/// <summary>
/// What stands in a bundle, for a machine: <c>incident.json</c>. <c>summary.md</c> says the same for people, and is made of it. Times are UTC, durations
/// seconds, sizes bytes; what is null is left out.
/// </summary>
internal sealed record BundleIndex
{
    public const int Current = 1;

    /// <summary>Of this shape. Members are added without a new one.</summary>
    public int Version { get; init; } = Current;

    /// <summary>The name of its folder.</summary>
    public required string Id { get; init; }

    /// <summary>The incident that it belongs to; null where it was taken without one.</summary>
    public string? Incident { get; init; }

    public required string Service { get; init; }

    /// <summary>The manager's name for it.</summary>
    public required string Unit { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>From there to its index.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>What it was taken for.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The check that led here, <c>unit</c>, or empty where somebody asked for it.</summary>
    public required string Cause { get; init; }

    /// <summary>Why it was taken; with the diagnosis, where there is one.</summary>
    public required Reason Reason { get; init; }

    public required Phase Phase { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>What was around the failing check; null where nothing was made of it.</summary>
    public Reason? Diagnosis { get; init; }

    /// <summary>When it was last known to be well; null where it never was.</summary>
    public DateTimeOffset? HealthyAt { get; init; }

    /// <summary>The run of the unit; empty where there was none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>0 where there was none.</summary>
    public int MainPid { get; init; }

    /// <summary>How many processes it had.</summary>
    public int Processes { get; init; }

    /// <summary>The last look passed, or there was another reason to do nothing.</summary>
    public bool CalledOff { get; init; }

    /// <summary>How long its processes were held still.</summary>
    public TimeSpan Froze { get; init; }

    public ImmutableArray<IndexedCollector> Collectors { get; init; } = [];

    public ImmutableArray<IndexedFile> Files { get; init; } = [];

    /// <summary>Of all files.</summary>
    public long Bytes { get; init; }

    /// <summary>What found no room in it.</summary>
    public long Dropped { get; init; }

    /// <summary>What was done then, and what came of it: in the order in which it happened.</summary>
    public ImmutableArray<IndexedNote> Afterwards { get; init; } = [];

    /// <summary>When all was well again; null while it is not, or where that is not known.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>From the first failed look, or the end of the run, to there.</summary>
    public TimeSpan? DownFor { get; init; }
}

/// <summary>What evidence is taken for.</summary>
internal enum Purpose
{
    /// <summary>A restart of what runs and does not work.</summary>
    Restart,

    /// <summary>A start of what has failed.</summary>
    Start,

    /// <summary>A check that leads to evidence and to no restart.</summary>
    Check,

    /// <summary>Somebody asked for it.</summary>
    Demand,
}

/// <param name="Name">Of the collector.</param>
/// <param name="Ended">How it ended.</param>
/// <param name="Summary">What it found, or why it found nothing, in a line.</param>
/// <param name="Took">How long it took, or was waited for.</param>
/// <param name="Froze">Whether it held the processes still.</param>
/// <param name="Problems">What could not be had, each with how to mend it.</param>
internal sealed record IndexedCollector(string Name, CollectorEnd Ended, string Summary, TimeSpan Took, bool Froze, ImmutableArray<string> Problems);

internal enum CollectorEnd
{
    Done,

    /// <summary>There was nothing of its kind.</summary>
    Skipped,

    /// <summary>It was not begun; its summary says why.</summary>
    NotRun,

    /// <summary>The time was up; what it had written until then stays.</summary>
    Late,

    /// <summary>By a bug.</summary>
    Failed,
}

/// <param name="Name">In the bundle's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Collector">Who wrote it.</param>
internal sealed record IndexedFile(string Name, long Bytes, int Lines, string Collector);

/// <param name="At">When.</param>
/// <param name="Text">One line.</param>
internal sealed record IndexedNote(DateTimeOffset At, string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters =
    [
        typeof(SecondsConverter), typeof(UtcConverter), typeof(CamelCaseEnum<Phase>), typeof(CamelCaseEnum<Verdict>), typeof(CamelCaseEnum<Purpose>),
        typeof(CamelCaseEnum<CollectorEnd>),
    ])]
[JsonSerializable(typeof(BundleIndex))]
[JsonSerializable(typeof(IncompleteBundle))]
[JsonSerializable(typeof(JsonElement[]))]
internal sealed partial class BundleJson : JsonSerializerContext;
