namespace Watchdog.Supervision.Host;

/// <summary>Finds out that we did not run while a look was under way: a timer that beats once a second, and only then. Both clocks may have gone on meanwhile.</summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _tolerance;
    private readonly Action<TimeSpan> _late;
    private readonly ITimer _timer;
    private int _looks;
    private bool _beats;
    private long _last;

    /// <param name="tolerance">What is not late yet.</param>
    /// <param name="late">Told by how much it came late.</param>
    public Heartbeat(TimeProvider time, TimeSpan tolerance, Action<TimeSpan> late)
    {
        (_time, _tolerance, _late) = (time, tolerance, late);
        _timer = time.CreateTimer(static heart => ((Heartbeat)heart!).Beat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A look begins.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            // What was missed while nothing was under way is missed by nobody.
            if (_looks++ == 0) _last = _time.GetTimestamp();
            if (_beats) return;

            _beats = true;
            _timer.Change(s_every, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A look has ended; what it missed is told before this returns, though the timer may be later still.</summary>
    public void End()
    {
        TimeSpan since;
        lock (_gate)
        {
            _looks--;
            since = _time.GetElapsedTime(_last);
        }

        Tell(since);
    }

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        TimeSpan since;
        lock (_gate)
        {
            // Not stopped with the last look but a beat after it: many short looks in a row need not set it each time.
            _beats = _looks > 0;
            if (!_beats) return;

            since = _time.GetElapsedTime(_last);
            _last = _time.GetTimestamp();
            _timer.Change(s_every, Timeout.InfiniteTimeSpan);
        }

        Tell(since);
    }

    private void Tell(TimeSpan since)
    {
        if (since - s_every > _tolerance) _late(since - s_every);
    }
}
