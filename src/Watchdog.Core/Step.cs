using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>One step of a service: where it stands now, and what is to be done, in order.</summary>
public readonly record struct Step(ServiceState State, ImmutableArray<Decision> Decisions)
{
    /// <summary>What has happened to its incident by that; empty nearly always.</summary>
    public ImmutableArray<IncidentStep> Steps { get => field.IsDefault ? [] : field; init; }
}
