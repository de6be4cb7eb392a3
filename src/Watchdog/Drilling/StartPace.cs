using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>
/// When the next start may be, so that a manager's own limit on starts is never hit, with one start to spare: should a run of the drill end in a crash, its manager,
/// or the daemon, must be able to start it once more. What lay before the drill is not known, so the worst is assumed: that all starts of the limit lie
/// as late as the present run's. systemd's window is one that begins with a first start; whatever fits into every sliding window fits into that.
/// </summary>
internal static class StartPace
{
    /// <summary>The manager stamps a start a moment after it has counted it.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(500);

    /// <summary>The starts that the present run stands for.</summary>
    /// <param name="limit">The manager's.</param>
    /// <param name="startedAt">When the present run began, monotonic.</param>
    public static List<TimeSpan> Before(StartLimit limit, TimeSpan startedAt) => limit.Exists ? [.. Enumerable.Repeat(startedAt, Allowed(limit))] : [];

    /// <param name="limit">The manager's.</param>
    /// <param name="starts">All that are known or assumed, oldest first; monotonic.</param>
    /// <param name="now">Monotonic.</param>
    /// <returns>The earliest time of the next start, now or later; null for never.</returns>
    public static TimeSpan? Next(StartLimit limit, IReadOnlyList<TimeSpan> starts, TimeSpan now)
    {
        if (!limit.Exists || starts.Count < Allowed(limit)) return now;
        if (limit.Within == TimeSpan.MaxValue) return null;

        var free = starts[^Allowed(limit)] + limit.Within + s_slack;
        return free > now ? free : now;
    }

    /// <summary>How long so many restarts take, when each run lasts as long as is guessed. Null for for ever.</summary>
    public static TimeSpan? Estimate(StartLimit limit, IReadOnlyList<TimeSpan> starts, TimeSpan now, int restarts, TimeSpan run)
    {
        var (all, at) = (new List<TimeSpan>(starts), now);
        for (var i = 0; i < restarts; i++)
        {
            if (Next(limit, all, at) is not { } start) return null;

            all.Add(start);
            at = start + run;
        }

        return at - now;
    }

    private static int Allowed(StartLimit limit) => Math.Max(1, limit.Burst - 1);
}
