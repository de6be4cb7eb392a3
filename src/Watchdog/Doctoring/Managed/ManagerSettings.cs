using System.Collections.Immutable;

namespace Watchdog.Doctoring.Managed;

/// <summary>What a service of a manager other than systemd is set to, as far as it matters to whoever restarts it.</summary>
internal abstract record ManagerSettings
{
    /// <summary>What whoever drives the service has to be able to write: a socket, pipes. Their reader is who runs the watchdog.</summary>
    public ImmutableArray<PathFact> Doors { get; init; } = [];

    /// <summary>What the next start needs: programs, folders.</summary>
    public ImmutableArray<PathFact> Paths { get; init; } = [];

    /// <summary>The user whose it is, so that no other may drive it; null where <see cref="Doors"/> say who may.</summary>
    public uint? Owner { get; init; }

    /// <summary>Whether root may as well.</summary>
    public bool RootMay { get; init; } = true;
}
