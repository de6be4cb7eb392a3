using System.Collections.Immutable;
using Watchdog.Config.Format;

namespace Watchdog.Reporting;

/// <summary>One service in the period.</summary>
public sealed record ServiceReport
{
    public required string Name { get; init; }

    /// <summary>The share of the watched time in which it was <see cref="Standing.Up"/>, 0 to 1; null where it was not watched, or for less than a minute.</summary>
    public double? Availability { get; init; }

    /// <summary>Up and down together: paused, stopped, blind and unwatched time is left out.</summary>
    public TimeSpan Watched { get; init; }

    public TimeSpan Down { get; init; }

    public TimeSpan Paused { get; init; }

    public TimeSpan Stopped { get; init; }

    public TimeSpan Blind { get; init; }

    public TimeSpan Unwatched { get; init; }

    public long Incidents { get; init; }

    public RestartCounts Restarts { get; init; } = new(0, 0, 0);

    /// <summary>From the first failed look, or the end of the run, until the incident was opened: in the middle and at most; null without incidents.</summary>
    public MeanAndMost? TimeToDetect { get; init; }

    /// <summary>From the same moment until all was well again; null where nothing recovered.</summary>
    public MeanAndMost? TimeToRecover { get; init; }

    /// <summary>In the order in which they were first seen.</summary>
    public ImmutableArray<CheckReport> Checks { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The check whose answers say most of it: liveness, or else the one that passed most often; null where none has any time.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CheckReport? Answering => Checks.Where(check => check.Latency is not null).OrderBy(check => check.Name != CheckDefaults.Liveness).ThenByDescending(check => check.Passes).FirstOrDefault();

    /// <summary>Suspect, and well again before anything was done, told or held.</summary>
    public long NearMisses { get; init; }

    /// <summary>Actions that the last look called off; what it held for the whole host is among <see cref="Withheld"/>.</summary>
    public long CalledOff { get; init; }

    /// <summary>The newest of both.</summary>
    public ImmutableArray<Remark> Spared { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Actions that were withheld, by their reason; the most frequent first.</summary>
    public ImmutableArray<ReasonCount> Withheld { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Restart storms and other holds, by their reason; the longest first.</summary>
    public ImmutableArray<ReasonCount> Holds { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The period, in stretches of equal standing, as fine as 1/144 of it; a stretch with any time down in it is down.</summary>
    public ImmutableArray<Stretch> Timeline { get => field.IsDefault ? [] : field; init; } = [];
}

/// <param name="Ours">Ordered by us, or taken along by one that was.</param>
/// <param name="Manager">By its manager after an end that nobody asked for; each of a storm counts.</param>
/// <param name="Operator">By someone else: an operator, a deploy, a timer; of what ran until then.</param>
public sealed record RestartCounts(long Ours, long Manager, long Operator)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public long All => Ours + Manager + Operator;
}

/// <param name="Mean">Arithmetic.</param>
/// <param name="Most">The longest.</param>
public sealed record MeanAndMost(TimeSpan Mean, TimeSpan Most);

/// <param name="At">When.</param>
/// <param name="Text">What.</param>
public sealed record Remark(DateTimeOffset At, string Text);

/// <param name="Code">As in the journal.</param>
/// <param name="Count">How often.</param>
/// <param name="Lasted">How long altogether; null where it is said, not lasting.</param>
/// <param name="Last">When it was last said.</param>
/// <param name="Sentence">As it was last said.</param>
public sealed record ReasonCount(string Code, long Count, TimeSpan? Lasted, DateTimeOffset Last, string Sentence)
{
    /// <summary>When the last of it was over, or where the period ends; null where it is said, not lasting.</summary>
    public DateTimeOffset? Ended { get; init; }
}

/// <param name="Standing">How it stood.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record Stretch(Standing Standing, DateTimeOffset From, DateTimeOffset To);
