namespace Watchdog.Tests.Support;

/// <summary>
/// A clock that stands until it is moved, with timers that fire in order while it moves. Its frequency is odd, so that nothing takes its time stamps
/// for ticks.
/// </summary>
internal sealed class TestTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset s_boot = new(2026, 11, 20, 5, 2, 3, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private TimeSpan _uptime = TimeSpan.FromHours(5);

    public TimeSpan Uptime
    {
        get { lock (_gate) return _uptime; }
    }

    /// <summary>Some timer is set.</summary>
    public bool IsAwaited
    {
        get { lock (_gate) return _timers.Any(timer => timer.Due is not null); }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond * 7;

    public override DateTimeOffset GetUtcNow() => s_boot + Uptime;

    public override long GetTimestamp() => Uptime.Ticks * 7;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The clock goes on and nothing runs: what was due meanwhile is late.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate) _uptime += by;
    }

    public void Advance(TimeSpan by) => AdvanceTo(Uptime + by);

    public void AdvanceTo(TimeSpan end)
    {
        while (FirstDue(end) is { } timer) timer.Fire();
        lock (_gate) _uptime = end;
    }

    /// <summary>Waits until some timer is set for exactly that time: whoever set it has done what it had to do before.</summary>
    public Task ArmedAsync(TimeSpan due) => Eventually.TrueAsync(() => Dues().Contains(due), () => $"a timer at {due}; there are {string.Join(", ", Dues())}");

    /// <summary>Waits until no timer is set for exactly that time.</summary>
    public Task DisarmedAsync(TimeSpan due) => Eventually.TrueAsync(() => !Dues().Contains(due), () => $"no timer at {due}");

    private List<TimeSpan> Dues()
    {
        lock (_gate) return [.. _timers.Select(timer => timer.Due).OfType<TimeSpan>().Order()];
    }

    private TestTimer? FirstDue(TimeSpan end)
    {
        lock (_gate)
        {
            var first = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (first?.Due > _uptime) _uptime = first.Due.Value;
            return first;
        }
    }

    private sealed class TestTimer(TestTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._uptime + dueTime;
                _period = period;
                return time._timers.Contains(this);
            }
        }

        public void Fire()
        {
            lock (time._gate) Due = _period > TimeSpan.Zero ? Due + _period : null;
            callback(state);
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
