using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>Looks at one thing, once.</summary>
public interface IProbe
{
    /// <summary>
    /// Never throws for a sick service or an error of our own: each is an <see cref="Observation"/>. Throws
    /// <see cref="OperationCanceledException"/> only when <paramref name="cancel"/> (a shutdown) is cancelled.
    /// </summary>
    /// <param name="timeout">For this look, through its last byte: the check's own, or what the judgement makes of it.</param>
    /// <param name="cancel">A shutdown.</param>
    ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel);
}

/// <summary>What a look brought back.</summary>
public readonly record struct ProbeAnswer
{
    /// <param name="observation">What was seen.</param>
    /// <param name="readings">A number for each pointer that the probe was asked to read along (acceptLoop, memory), in their order.</param>
    public ProbeAnswer(Observation observation, ImmutableArray<NumberReading> readings = default) => (Observation, Readings) = (observation, readings.IsDefault ? [] : readings);

    public Observation Observation { get; init; }

    public ImmutableArray<NumberReading> Readings { get; }
}

/// <summary>A number in an answer, or why there is none.</summary>
/// <param name="Value">Null when it could not be read.</param>
/// <param name="Problem">Why, when <paramref name="Value"/> is null.</param>
public sealed record NumberReading(double? Value, Reason Problem);
