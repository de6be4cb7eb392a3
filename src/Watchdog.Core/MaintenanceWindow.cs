using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>A recurring window in which nothing is done to a service.</summary>
/// <param name="Days">The days, as its time zone has them, on which it opens.</param>
/// <param name="From">When it opens, from midnight on: 0 to 23:59.</param>
/// <param name="To">When it closes, from midnight on: to 24:00; at or before <paramref name="From"/>, on the day after.</param>
/// <param name="Zone">The clock that this is read on.</param>
public sealed record MaintenanceWindow(ImmutableArray<DayOfWeek> Days, TimeSpan From, TimeSpan To, TimeZoneInfo Zone)
{
    /// <summary>
    /// The occurrence that is open at that moment, else the next one. Where the clock is put forward, a time that it leaps over is the moment of the
    /// leap; where it is put back, a window opens at the first of two equal times and closes at the second.
    /// </summary>
    public (DateTimeOffset From, DateTimeOffset To)? At(DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, Zone).Date;

        // The one of yesterday may go over midnight; next week's may be leapt over altogether, the one after is there.
        for (var days = -1; days <= 14; days++)
        {
            var day = today.AddDays(days);
            if (!Days.Contains(day.DayOfWeek)) continue;

            var from = WallClock.Utc(Zone, day + From, second: false);
            var to = WallClock.Utc(Zone, day + To + (To <= From ? TimeSpan.FromDays(1) : TimeSpan.Zero), second: true);
            if (to > now && to > from) return (from, to);
        }

        return null;
    }
}
