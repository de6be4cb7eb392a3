using System.Collections.Immutable;

namespace Watchdog.Drafting;

/// <summary>What one port of a service said for itself.</summary>
/// <param name="Port">Which.</param>
/// <param name="Why">Why it is only connected to, in a sentence; null when its health can be asked for.</param>
internal sealed record Interview(OpenPort Port, string? Why)
{
    /// <summary>Where HTTP is spoken; null where none is.</summary>
    public Origin? Origin { get; init; }

    public ImmutableArray<PathAnswer> Answers { get; init; } = [];

    /// <summary>It did not answer in time once, and was not asked again.</summary>
    public bool Hung { get; init; }

    /// <summary>Nobody could be connected to: a check of it would fail from the beginning.</summary>
    public bool NotReached { get; init; }

    /// <summary>Told by name or port, and not asked.</summary>
    public KnownProgram? Known { get; init; }

    /// <summary>The pointer of the number in the liveness answer that counts connections; null for none.</summary>
    public string? Counter { get; init; }

    public PathChoice Choice => PathChoice.Of(Answers);

    /// <summary>How much is known of it: the port of a service that tells most is the one to watch.</summary>
    public int Worth => this switch
    {
        { NotReached: true } => -1,
        { Choice.Liveness.Answer.Expect: not null } => 4,
        { Choice.Liveness: not null } => 3,
        { Origin: not null } => 2,
        { Port.Loopback: not null } => 1,
        _ => 0,
    };
}
