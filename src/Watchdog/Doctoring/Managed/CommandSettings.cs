using System.Collections.Immutable;

namespace Watchdog.Doctoring.Managed;

/// <summary>What there is of the commands of a service.</summary>
internal sealed record CommandSettings : ManagerSettings
{
    /// <summary>Bare names of programs that no folder has: <c>restart: svcctl</c>.</summary>
    public ImmutableArray<string> NotFound { get; init; } = [];

    /// <summary>How its status and its pid contradict each other, as a sentence; empty when they do not.</summary>
    public string Contradiction { get; init; } = "";
}
