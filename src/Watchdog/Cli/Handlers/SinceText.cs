using System.Globalization;
using Watchdog.Config;

namespace Watchdog.Cli.Handlers;

/// <summary>What <c>--since</c> means.</summary>
internal static class SinceText
{
    /// <summary>Only what nobody can take for something else: <c>1.5</c> is no date.</summary>
    private static readonly string[] s_times =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <returns>Null when it is neither a duration nor a time.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (text == "today") return Midnight(now);
        if (Ago(text) is { } ago) return now - DateTimeOffset.MinValue > ago ? now - ago : DateTimeOffset.MinValue;
        return DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at) ? at : null;
    }

    public static string Problem(string text) => $"--since {text}: write a duration (90m, 2h, 3d, 1w), today, a date (2026-11-20) or a time (\"2026-11-20 10:00\", 2026-11-20T10:00:00Z)";

    /// <summary>Weeks are for looking back only: no setting is as long.</summary>
    private static TimeSpan? Ago(string text)
    {
        if (text.EndsWith('w') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && weeks <= 9999) return TimeSpan.FromDays(7 * weeks);
        return Durations.TryParse(text, out var ago) ? ago : null;
    }

    private static DateTimeOffset Midnight(DateTimeOffset now)
    {
        var day = now.LocalDateTime.Date;
        return new DateTimeOffset(day, TimeZoneInfo.Local.GetUtcOffset(day));
    }
}
