namespace Watchdog.Core;

/// <summary>When to look again; after HAProxy's <c>fastinter</c> and <c>downinter</c> and Nagios' <c>retry_interval</c>.</summary>
public static class Cadence
{
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(15);
    private const int SlowestFactor = 4;

    /// <summary>Start to start, for one check.</summary>
    public static TimeSpan Interval(CheckPolicy check, ServiceState state)
    {
        if (state.Phase is Phase.Starting or Phase.Verifying) return Least(check.Interval, s_starting);

        var seen = state.Check(check.Name);
        if (seen.Failures == 0 && !seen.Unhealthy) return check.Interval;
        if (!seen.Unhealthy || state.Phase is not (Phase.Holding or Phase.Suspect or Phase.Paused or Phase.Stopped)) return Least(check.Interval, s_retry);

        // Past the threshold, while nothing may be done: twice as slow after as many looks again, then four times.
        var past = Math.Max(0, seen.Failures - check.FailureThreshold);
        return check.Interval * Math.Min(SlowestFactor, 1 + (past / Math.Max(1, check.FailureThreshold)));
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
