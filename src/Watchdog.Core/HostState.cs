namespace Watchdog.Core;

/// <summary>What is known of the machine and of ourselves, as far as it bears on this service. Times are monotonic since boot.</summary>
public sealed record HostState
{
    internal static readonly HostState Clear = new();

    /// <summary>The doubt about ourselves that stands, or stood last; null before the first.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>Held because many services are suspect at once; null while it is not.</summary>
    public HostHold? Held { get; init; }

    /// <summary>Looks that began before count for nothing: we were in doubt, or the machine slept; null for all count.</summary>
    public TimeSpan? CountsFrom { get; init; }
}

/// <summary>Whether we can trust what we see.</summary>
/// <param name="Why">Code <c>self-doubt</c>, and what of us is slow or failing.</param>
/// <param name="Since">When it began; one that comes back soon goes on.</param>
/// <param name="Ended">When it ended; null while it stands.</param>
/// <param name="Spent">It has lasted for its ceiling: looks count again.</param>
public sealed record Doubt(Reason Why, TimeSpan Since, TimeSpan? Ended = null, bool Spent = false)
{
    internal bool Stands => Ended is null;

    /// <summary>Looks count for nothing.</summary>
    internal bool Silences => Ended is null && !Spent;
}

/// <summary>Many services are suspect at once: nothing is done.</summary>
/// <param name="Why">How many of how many.</param>
/// <param name="Since">When the incident began.</param>
/// <param name="Until">When an action may be begun again.</param>
public sealed record HostHold(Reason Why, TimeSpan Since, TimeSpan Until);
