using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>A drill, for people and scripts. Durations are seconds, sizes bytes.</summary>
internal sealed record DrillReport
{
    public required string Service { get; init; }

    /// <summary>The manager's name for it.</summary>
    public required string Unit { get; init; }

    /// <summary>All restarts were made, and nothing speaks against them.</summary>
    public required bool Passed { get; init; }

    /// <summary>It was ended by a signal before it was through.</summary>
    public bool Interrupted { get; init; }

    /// <summary>How many restarts were asked for.</summary>
    public required int Asked { get; init; }

    public required ImmutableArray<DrillRound> Restarts { get; init; }

    /// <summary>Why it has not passed.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>What is worth knowing, and is no reason to fail.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>How the service was left.</summary>
    public required Reason Left { get; init; }
}
