namespace Watchdog.Core;

/// <summary>From a time on somebody's wall to the moment that it means.</summary>
internal static class WallClock
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>A time that the clock leaps over in spring is the moment of the leap; of two equal ones in autumn it is the first, or the second.</summary>
    public static DateTimeOffset Utc(TimeZoneInfo zone, DateTime local, bool second)
    {
        while (zone.IsInvalidTime(local)) local += s_minute;
        var offset = zone.IsAmbiguousTime(local)
            ? second ? zone.GetAmbiguousTimeOffsets(local).Min() : zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
