namespace Watchdog.Notify.Sending;

/// <summary>What came of one try.</summary>
/// <param name="Outcome">Whether it arrived, and whether another try may help.</param>
/// <param name="Said">What came back, in a few words and without a secret: <c>200 OK</c>; or what went wrong.</param>
/// <param name="RetryAfter">The pause that the other side asked for; null where it did not.</param>
internal sealed record SendResult(SendOutcome Outcome, string Said, TimeSpan? RetryAfter = null)
{
    public bool IsDelivered => Outcome == SendOutcome.Delivered;

    /// <summary>Of several recipients, those who have it now, where others still lack it: they are not to get it again.</summary>
    public IReadOnlyList<string> TakenBy { get; init; } = [];

    /// <summary>Delivered, but some of several recipients will not get it; <see cref="Said"/> has who, and why.</summary>
    public bool MissedSome { get; init; }

    public static SendResult Failed(string why, TimeSpan? retryAfter = null) => new(SendOutcome.Failed, why, retryAfter);
}

internal enum SendOutcome
{
    Delivered,

    /// <summary>Another try may help.</summary>
    Failed,

    /// <summary>Whoever takes messages does not take ours, whichever it is, until a person mends it (a key, an address).</summary>
    Barred,

    /// <summary>This message is not taken, whenever it is sent.</summary>
    Refused,
}
