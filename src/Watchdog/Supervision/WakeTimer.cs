namespace Watchdog.Supervision;

/// <summary>Wakes a loop when something is due, and knows when that was to be: a loop that does not turn is found out by it.</summary>
internal sealed class WakeTimer : IAsyncDisposable
{
    /// <summary>A loop that is this late does not turn.</summary>
    private static readonly TimeSpan s_stuckAfter = TimeSpan.FromSeconds(30);

    private readonly ITimer _timer;
    private long _due;

    public WakeTimer(Inbox inbox, TimeProvider time) =>
        _timer = time.CreateTimer(static inbox => ((Inbox)inbox!).Nudge(), inbox, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>To wake at <paramref name="next"/>, or at once where that is over.</summary>
    public void Set(TimeSpan next, TimeSpan now)
    {
        // A timer counts whole milliseconds: one that comes a fraction early would find nothing due, again and again until it is.
        var wait = next > now ? TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds)) : TimeSpan.Zero;
        Interlocked.Exchange(ref _due, (now + wait).Ticks);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The loop turns.</summary>
    /// <returns>When it was to, at the latest.</returns>
    public TimeSpan Woke(TimeSpan now) => TimeSpan.FromTicks(Interlocked.Exchange(ref _due, now.Ticks));

    /// <summary>From any thread.</summary>
    public bool IsKept(TimeSpan now) => now - TimeSpan.FromTicks(Interlocked.Read(ref _due)) < s_stuckAfter;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
