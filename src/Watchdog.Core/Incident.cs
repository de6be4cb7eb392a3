namespace Watchdog.Core;

/// <summary>
/// One story of trouble with a service, from the first decision that a person should know of until all is well again. Part of the state, so that it
/// outlives us. Times are monotonic since boot.
/// </summary>
public sealed record Incident
{
    /// <summary><c>20261121-222242-7f3a1c</c>: when it was opened (UTC), and a hash of the service and its count of incidents.</summary>
    public required string Id { get; init; }

    /// <summary>When the trouble began: the first failed look of the row, or the end of the run.</summary>
    public required TimeSpan Since { get; init; }

    public required TimeSpan OpenedAt { get; init; }

    /// <summary>The check that led here, or <c>unit</c>; empty where none did.</summary>
    public required string Cause { get; init; }

    /// <summary>Why it was opened.</summary>
    public required Reason Reason { get; init; }

    /// <summary>How many steps have been told.</summary>
    public int Steps { get; init; }

    /// <summary>Ordered by us.</summary>
    public int Restarts { get; init; }

    /// <summary>What was in flight when it was last restarted; null for nothing, or nobody can tell.</summary>
    public string? Interrupted { get; init; }

    /// <summary>A person was, or is to be, told of it.</summary>
    public bool Told { get; init; }

    /// <summary>It is held, or was and is not yet well for long enough to be sure.</summary>
    public bool Held { get; init; }

    /// <summary>Its manager did not take our last order: the next one is the same once more.</summary>
    public bool NotTaken { get; init; }

    /// <param name="service">Its name.</param>
    /// <param name="at">When the story begins.</param>
    /// <param name="count">Of the service's stories before: two that begin within a second are two.</param>
    public static string IdOf(string service, DateTimeOffset at, long count = 0) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd-HHmmss}-{(int)(StableHash.Unit(service, count) * 0x1000000):x6}");
}
