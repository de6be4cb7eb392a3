using System.Globalization;

namespace Watchdog.Core;

/// <summary>Figures for people.</summary>
public static class Words
{
    /// <summary><c>0.4 ms</c>, <c>250 ms</c>, <c>1.5 s</c>, <c>12 s</c>, <c>2 min 30 s</c>, <c>3 h 5 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return "-" + Span(-span);
        if (span.TotalMilliseconds < 10) return Number(span.TotalMilliseconds, "0.#", "ms");
        if (span.TotalSeconds < 0.9995) return Number(span.TotalMilliseconds, "0", "ms");
        if (span.TotalSeconds < 9.95) return Number(span.TotalSeconds, "0.#", "s");
        if (span.TotalSeconds < 59.5) return Number(span.TotalSeconds, "0", "s");
        var whole = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
        if (whole.TotalHours < 1) return Two(whole.Minutes, "min", whole.Seconds, "s");
        if (whole.TotalDays < 1) return Two(whole.Hours, "h", whole.Minutes, "min");
        return Two(whole.Days, "d", whole.Hours, "h");
    }

    private static string Two(int big, string bigUnit, int small, string smallUnit) =>
        small == 0 ? $"{big} {bigUnit}" : $"{big} {bigUnit} {small} {smallUnit}";

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
