namespace Watchdog.Notify.Delivering;

/// <summary>So many at once, and as many again within a time. One caller at a time; times are monotonic.</summary>
internal sealed class TokenBucket(int most, TimeSpan within)
{
    private double _tokens = most;
    private TimeSpan _at;

    /// <summary>How long until one may be sent; zero for at once.</summary>
    public TimeSpan Wait(TimeSpan now)
    {
        _tokens = Math.Min(most, _tokens + ((now - _at) / within * most));
        _at = now;

        // A timer counts whole milliseconds: the one that comes early would wait again.
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(((1 - _tokens) * within / most).TotalMilliseconds));
    }

    public void Take() => _tokens -= 1;
}
