namespace Watchdog.Core;

/// <summary>When to look again; after HAProxy's <c>fastinter</c> and <c>downinter</c> and Nagios' <c>retry_interval</c>.</summary>
public static class Cadence
{
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(15);
    private const int SlowestFactor = 4;
    private const int HostFactor = 2;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_standstill = TimeSpan.FromSeconds(15);

    /// <summary>Who takes one request at a time takes seconds for some: that nobody was taken from the backlog in less says nothing.</summary>
    private static readonly TimeSpan s_leastStandstill = TimeSpan.FromSeconds(5);

    private const int HealthyFactor = 4;
    private const int PatientFactor = 3;

    /// <summary>Start to start, for one check.</summary>
    public static TimeSpan Interval(CheckPolicy check, ServiceState state)
    {
        if (state.Phase is Phase.Starting or Phase.Verifying) return Spans.Min(check.Interval, s_starting);

        var seen = state.Check(check.Name);
        if (seen.Failures == 0 && !seen.Unhealthy) return check.Interval;
        if (state.Hold == Hold.Busy) return Spans.Min(check.Interval, s_retry);       // the moment when nothing is in flight may be short
        if (!seen.Unhealthy || state.Phase is not (Phase.Holding or Phase.Suspect or Phase.Paused or Phase.Stopped)) return Spans.Min(check.Interval, s_retry);

        // Past the threshold, while nothing may be done: twice as slow after as many looks again, then four times.
        var past = Math.Max(0, seen.Failures - check.FailureThreshold);
        // What the whole host has is over soon.
        var slowest = state.Hold == Hold.Host ? HostFactor : SlowestFactor;
        return check.Interval * Math.Min(slowest, 1 + (past / Math.Max(1, check.FailureThreshold)));
    }

    /// <summary>
    /// How long a look may take. Shorter once it is known to stand still, so that it is decided sooner; longer where nothing but the looks says so: an answer
    /// that comes late is overload, not a wedge.
    /// </summary>
    /// <param name="healthy">What an answer took while it was well; null when it was not seen well.</param>
    public static TimeSpan Deadline(CheckPolicy check, CheckState state, TimeSpan? healthy) => state.Diagnosis switch
    {
        { Meaning: Meaning.Wedged } when DiagnosisTable.IsTimeout(state.Reason) => Shortest(check, healthy),
        { Meaning: Meaning.Uncorroborated or Meaning.Overloaded } when state.Failures >= check.FailureThreshold => Spans.Max(check.Timeout, Spans.Min(check.Timeout * PatientFactor, s_longest)),
        _ => check.Timeout,
    };

    /// <summary>
    /// How long the last look may take: however soon it was decided, a service that stands still for less than <see cref="s_standstill"/> (or than its own
    /// thresholds would have taken, but not less than <see cref="s_leastStandstill"/>) gets the chance to go on.
    /// </summary>
    public static TimeSpan LastDeadline(CheckPolicy check, CheckState state, TimeSpan? healthy, TimeSpan now)
    {
        var deadline = Deadline(check, state, healthy);
        if (state.FailingSince is not { } since) return deadline;

        var own = (Spans.Max(check.Interval, check.Timeout) * (check.FailureThreshold - 1)) + check.Timeout;
        return Spans.Max(deadline, since + Spans.Max(s_leastStandstill, Spans.Min(s_standstill, own)) - now);
    }

    /// <summary>Enough for a service that is well, whatever its check allows: from the latency seen while it was, never under 1 s.</summary>
    public static TimeSpan Shortest(CheckPolicy check, TimeSpan? healthy) => Spans.Min(check.Timeout, Spans.Max(s_shortest, (healthy ?? check.Timeout) * HealthyFactor));
}
