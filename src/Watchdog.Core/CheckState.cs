using System.Text.Json.Serialization;

namespace Watchdog.Core;

/// <summary>What is remembered of one check. A steady pass leaves it unchanged, so that it need not be journaled.</summary>
public sealed record CheckState
{
    public required string Check { get; init; }

    /// <summary>Whether it has passed once on this instance: what the startup gate waits for.</summary>
    public bool EverPassed { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Passes in a row, counted only up to the success threshold.</summary>
    public int Passes { get; init; }

    /// <summary>The last five results, newest in bit 0, a failure is a 1.</summary>
    public byte Recent { get; init; }

    /// <summary>When the first look of the present row of failures began.</summary>
    public TimeSpan? FailingSince { get; init; }

    /// <summary>The last of them.</summary>
    public TimeSpan? FailedAt { get; init; }

    /// <summary>Has reached its threshold, and not yet its success threshold since.</summary>
    public bool Unhealthy { get; init; }

    /// <summary>Fails now and then: 3 of the last 5, not in a row.</summary>
    public bool Flapping { get; init; }

    /// <summary>Its last pass was worse than it should be (slow).</summary>
    public bool Degraded { get; init; }

    /// <summary>What fails is nothing that a restart mends.</summary>
    public bool AlertOnly { get; init; }

    /// <summary>Since when no look could be made, null when the last one could.</summary>
    public TimeSpan? UnknownSince { get; init; }

    /// <summary>How near to its limit its number came when it rose above <see cref="CheckPolicy.WarnAt"/>; null while it is below.</summary>
    public string? High { get; init; }

    /// <summary>When its number reaches the limit, as it was told; null while it does not climb steadily.</summary>
    public string? Trend { get; init; }

    /// <summary>Why it failed, was slow or could not be looked at, last; default while it passes.</summary>
    public Reason Reason { get; init; }

    /// <summary>What its failing means, or who else answers in its place; null while nothing is known.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>When a diagnosis was last asked for on this instance.</summary>
    public TimeSpan? DiagnoseAt { get; init; }

    /// <summary>Whether it is known who listens there, as far as that can be seen, on this instance.</summary>
    public bool ListenerSeen { get; init; }

    /// <summary>How many processes of the unit hold the listener, on this instance; null while it is not known.</summary>
    public int? Holders { get; init; }

    /// <summary>Whatever answers there, or holds the place, is not this unit.</summary>
    [JsonIgnore]
    public bool AnsweredByAnother => Diagnosis is { Meaning: Meaning.NotOurs };
}
