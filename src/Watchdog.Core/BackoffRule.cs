namespace Watchdog.Core;

/// <summary>The least time between our restarts: doubling, bounded, with a jitter that a replay finds again.</summary>
public static class BackoffRule
{
    private const double Jitter = 0.2;

    /// <summary>How long to wait after a restart.</summary>
    /// <param name="backoff">First and longest.</param>
    /// <param name="restartsInRow">1 after the first restart.</param>
    /// <param name="service">Spreads services that fail together.</param>
    /// <param name="epoch">Spreads the restarts of one service.</param>
    public static TimeSpan After(Backoff backoff, int restartsInRow, string service, long epoch)
    {
        var doublings = Math.Clamp(restartsInRow - 1, 0, 30);
        var plain = Math.Min(backoff.Initial.TotalSeconds * Math.Pow(2, doublings), backoff.Max.TotalSeconds);
        var factor = 1 - Jitter + (2 * Jitter * StableHash.Unit(service, epoch));
        return TimeSpan.FromSeconds(plain * factor);
    }
}
