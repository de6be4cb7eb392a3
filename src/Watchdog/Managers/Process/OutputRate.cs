namespace Watchdog.Managers;

/// <summary>
/// How much of a child's output is kept: 1 MiB a second, averaged over 10 s. What comes beyond is dropped, and counted, until there is room for a second's
/// worth again. One caller at a time.
/// </summary>
internal sealed class OutputRate
{
    /// <summary>Bytes a second.</summary>
    public const long PerSecond = 1L << 20;

    /// <summary>Bytes at once: an outburst of 10 s.</summary>
    public const long Most = 10 * PerSecond;

    private long _room = Most;
    private TimeSpan _at;

    /// <summary>Bytes not kept since they were last taken note of.</summary>
    public long Dropped { get; private set; }

    /// <summary>It has dropped something, and did not yet keep below the rate for long enough to have all its room back.</summary>
    public bool IsFlood { get; private set; }

    /// <param name="bytes">What has come; at most <see cref="Most"/> can ever be kept.</param>
    /// <param name="now">Monotonic.</param>
    /// <returns>False when it is to be dropped.</returns>
    public bool Admits(int bytes, TimeSpan now)
    {
        Refill(now);
        if (bytes > _room || (Dropped > 0 && _room < PerSecond))
        {
            Dropped += bytes;
            IsFlood = true;
            return false;
        }

        _room -= bytes;
        return true;
    }

    /// <summary>They have been taken note of.</summary>
    public long TakeDropped()
    {
        var dropped = Dropped;
        Dropped = 0;
        return dropped;
    }

    private void Refill(TimeSpan now)
    {
        var since = now - _at < TimeSpan.FromSeconds(Most / PerSecond) ? now - _at : TimeSpan.FromSeconds(Most / PerSecond);
        _room = Math.Min(Most, _room + (long)(since.TotalSeconds * PerSecond));
        _at = now;
        if (_room == Most) IsFlood = false;
    }
}
