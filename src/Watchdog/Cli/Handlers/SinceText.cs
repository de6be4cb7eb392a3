using System.Globalization;
using Watchdog.Config;

namespace Watchdog.Cli.Handlers;

/// <summary>What <c>--since</c> means.</summary>
internal static class SinceText
{
    /// <returns>Null when it is neither a duration nor a time.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (Durations.TryParse(text, out var ago)) return now - DateTimeOffset.MinValue > ago ? now - ago : DateTimeOffset.MinValue;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at) ? at : null;
    }

    public static string Problem(string text) => $"--since {text}: write a duration (2h, 3d) or a time (2026-11-20 10:00)";
}
