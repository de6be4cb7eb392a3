namespace Watchdog.Core;

/// <summary>A steady climb towards a limit.</summary>
/// <param name="Limit">What is reached, in bytes.</param>
/// <param name="In">In how long.</param>
/// <param name="PerHour">How many bytes more an hour.</param>
/// <param name="Over">The time that was looked at.</param>
public readonly record struct Trend(double Limit, TimeSpan In, double PerHour, TimeSpan Over)
{
    /// <summary><c>reaches 2000 MiB in about 3 h (212 MiB more an hour, over the last 2 h 10 min)</c></summary>
    public string Sentence =>
        $"reaches {Words.Size((long)Limit)} in about {About(In)} ({Words.Size((long)PerHour)} more an hour, over the last {Words.Span(TimeSpan.FromMinutes(Math.Round(Over.TotalMinutes)))})";

    /// <summary>No more exact than it can be: whole hours, or five minutes, or one.</summary>
    private static string About(TimeSpan span)
    {
        var grain = span.TotalHours >= 2 ? 60 : span.TotalMinutes >= 20 ? 5 : 1;
        return Words.Span(TimeSpan.FromMinutes(Math.Max(1, Math.Round(span.TotalMinutes / grain) * grain)));
    }
}
