using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>When a report is due: once on each of some days.</summary>
/// <param name="Days">As its time zone has them.</param>
/// <param name="At">From midnight on: 0 to 23:59. A time that the clock leaps over in spring is the moment of the leap; of two equal ones in autumn it is the first.</param>
/// <param name="Zone">The clock that this is read on.</param>
public sealed record ReportTimes(ImmutableArray<DayOfWeek> Days, TimeSpan At, TimeZoneInfo Zone)
{
    /// <summary>No report tells of more: the journal is not much older, and nobody reads it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>What is due now: the latest that has not been sent, once; those before it are gone.</summary>
    /// <param name="mark">The last that was sent; null where nothing is known of one.</param>
    /// <param name="now">Now.</param>
    /// <returns>The report that is to be sent, if any, and the mark to go on from: where nothing was known, what would have been due before counts as sent.</returns>
    public (ReportDue? Due, ReportMark? Mark) Next(ReportMark? mark, DateTimeOffset now)
    {
        if (Latest(now) is not { } latest) return (null, mark);

        // A mark of the day after tomorrow was set by a clock that was wrong.
        var known = mark is { } set && set.Day <= DayOf(now).AddDays(1) ? mark : null;
        if (known is null) return (null, new ReportMark(latest.Day, latest.At));
        if (latest.Day <= known.Day) return (null, known);

        var since = known.Until < now && now - known.Until <= Longest ? known.Until : now - s_day;
        return (new ReportDue(latest.Day, since, now), new ReportMark(latest.Day, now));
    }

    /// <summary>When the next one is due; null for never.</summary>
    public DateTimeOffset? After(DateTimeOffset now)
    {
        var today = DayOf(now);
        for (var days = 0; days <= 8; days++)
        {
            if (On(today.AddDays(days)) is { } at && at > now) return at;
        }

        return null;
    }

    private (DateOnly Day, DateTimeOffset At)? Latest(DateTimeOffset now)
    {
        var today = DayOf(now);
        for (var days = 0; days <= 8; days++)
        {
            var day = today.AddDays(-days);
            if (On(day) is { } at && at <= now) return (day, at);
        }

        return null;
    }

    private DateTimeOffset? On(DateOnly day) => Days.Contains(day.DayOfWeek) ? WallClock.Utc(Zone, day.ToDateTime(TimeOnly.MinValue) + At, second: false) : null;

    private DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).Date);
}

/// <summary>A report that is due.</summary>
/// <param name="Day">Whose it is, as the time zone has it: its key.</param>
/// <param name="Since">Where the one before ended.</param>
/// <param name="Until">Now.</param>
public sealed record ReportDue(DateOnly Day, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>The last report that was sent.</summary>
/// <param name="Day">Whose it was.</param>
/// <param name="Until">Where it ended.</param>
public sealed record ReportMark(DateOnly Day, DateTimeOffset Until);
