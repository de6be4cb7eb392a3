using System.Collections.Immutable;
using Watchdog.Managers;

namespace Watchdog.Drafting;

/// <summary>A service that somebody keeps, and where it listens.</summary>
internal sealed record FoundService
{
    /// <summary>The manager's own name for it: <c>nginx.service</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Who keeps it, as the configuration says it.</summary>
    public required ManagerPart Manager { get; init; }

    /// <summary>By port; none for a service that was named and listens nowhere.</summary>
    public required ImmutableArray<OpenPort> Ports { get; init; }

    /// <summary>The short name of its main program, <c>redis-server</c>; empty where unknown.</summary>
    public string Program { get; init; } = "";

    /// <summary>Of an instance of a template.</summary>
    public Instance? Instance { get; init; }

    /// <summary>Its memory. Never throws for a manager that is sick.</summary>
    public required Func<CancellationToken, ValueTask<MemoryLook>> ReadMemory { get; init; }
}
