using System.Globalization;

namespace Watchdog.Core;

/// <summary>Durations, sizes and foreign text as they stand in a sentence.</summary>
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

    /// <summary><c>512 bytes</c>, <c>64 KiB</c>, <c>2000 MiB</c>, <c>2.1 GiB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        1 => "1 byte",
        < 1L << 10 => Number(bytes, "0", "bytes"),
        < 1L << 20 => Number(bytes / 1024.0, "0.#", "KiB"),
        < 1L << 31 => Number(bytes / 1048576.0, "0.#", "MiB"),
        _ => Number(bytes / 1073741824.0, "0.#", "GiB"),
    };

    /// <summary><c>14:05 UTC</c>: the judgement knows no time zone.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-21 22:22:42 UTC</c>: for whom no time zone is known.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><see cref="Clock"/>, rounded up: it is over by then.</summary>
    public static string ClockAtMost(DateTimeOffset at) => Clock(at.AddTicks(TimeSpan.TicksPerMinute - 1));

    /// <summary><c>never</c>, <c>once</c>, <c>twice</c>, <c>3 times</c>.</summary>
    public static string Times(long count) => count switch
    {
        0 => "never",
        1 => "once",
        2 => "twice",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} times"),
    };

    /// <summary><c>no restart</c>, <c>1 restart</c>, <c>1,234 restarts</c></summary>
    public static string Count(long count, string what) => count switch
    {
        0 => $"no {what}",
        1 => $"1 {what}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {what}s"),
    };

    /// <summary><c>80, 443 and 3 more</c>: no more than <paramref name="most"/> of them, in the order given.</summary>
    public static string Some<T>(IReadOnlyCollection<T> all, int most) =>
        string.Join(", ", all.Take(most)) + (all.Count > most ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - most} more") : "");

    /// <summary>Foreign text as one line without control characters, at most <paramref name="most"/> characters.</summary>
    public static string Line(string text, int most = 80)
    {
        var line = text;
        if (text.Length > most)
        {
            var cut = most > 1 && char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
            line = string.Concat(text.AsSpan(0, cut), "…");
        }

        return line.Any(char.IsControl) ? string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)) : line;
    }

    private static string Two(int big, string bigUnit, int small, string smallUnit) =>
        small == 0 ? $"{big} {bigUnit}" : $"{big} {bigUnit} {small} {smallUnit}";

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
