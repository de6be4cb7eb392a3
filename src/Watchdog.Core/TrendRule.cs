namespace Watchdog.Core;

/// <summary>
/// Whether a number climbs steadily, and when it reaches its limit: the slope of Theil and Sen (the median of the slopes between all pairs), which
/// neither noise nor a few outliers turn. A collector's sawtooth, a one-off jump, a cache that fills and noise are no steady climb.
/// </summary>
public static class TrendRule
{
    /// <summary>Fewer say nothing.</summary>
    public const int LeastSamples = 20;

    /// <summary>A quadratic number of pairs is looked at.</summary>
    public const int MostSamples = 120;

    /// <summary>A service that warms up, or the first tooth of a collector's, climbs as well for a while.</summary>
    public static readonly TimeSpan LeastSpan = TimeSpan.FromMinutes(30);

    /// <summary>Beyond, everything may change.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    /// <summary>No prophecy reaches further than so many times what was seen.</summary>
    private const double Farsight = 12;

    private const int Parts = 4;

    /// <summary>What stands is withdrawn only by a good deal more than what kept it from being said.</summary>
    private static readonly Steadiness s_new = new(0.6, 0.1, 1);
    private static readonly Steadiness s_standing = new(0.3, 0.2, 1.5);

    /// <returns>Null where it does not climb steadily, or not to its limit in time.</returns>
    /// <param name="samples">Oldest first, at most <see cref="MostSamples"/>.</param>
    /// <param name="limit">What it should not reach.</param>
    /// <param name="stands">Whether the climb has been told.</param>
    public static Trend? Of(ReadOnlySpan<TrendSample> samples, double limit, bool stands)
    {
        if (samples.Length is < LeastSamples or > MostSamples) return null;

        var span = samples[^1].At - samples[0].At;
        if (span < LeastSpan) return null;

        var wanted = stands ? s_standing : s_new;
        if (!ClimbsThroughout(samples, wanted)) return null;

        var slope = Slope(samples);
        var level = Level(samples, slope, out var scatter);
        if (slope <= 0 || level >= limit || scatter > wanted.Scatter * slope * span.TotalHours) return null;

        var hours = (limit - level) / slope;
        var most = Math.Min(Horizon.TotalHours, Farsight * span.TotalHours) * wanted.Reach;
        return hours <= most ? new Trend(limit, TimeSpan.FromHours(hours), slope, span) : null;
    }

    /// <summary>
    /// From quarter to quarter it rises, by about as much each time, and it never comes back to where it was: so no jump, no tooth, nothing that
    /// levels off. Cheap, and nearly every service ends here.
    /// </summary>
    private static bool ClimbsThroughout(ReadOnlySpan<TrendSample> samples, Steadiness wanted)
    {
        Span<double> middle = stackalloc double[Parts];
        for (var i = 0; i < Parts; i++) middle[i] = Median(Values(Part(samples, i)));

        var mean = (middle[^1] - middle[0]) / (Parts - 1);
        if (mean <= 0) return false;

        for (var i = 1; i < Parts; i++)
        {
            if (middle[i] - middle[i - 1] < wanted.Evenness * mean) return false;
        }

        return Values(Part(samples, 0)).Max() < Values(Part(samples, Parts - 1)).Min();
    }

    private static ReadOnlySpan<TrendSample> Part(ReadOnlySpan<TrendSample> samples, int part) =>
        samples[(samples.Length * part / Parts)..(samples.Length * (part + 1) / Parts)];

    /// <summary>An hour.</summary>
    private static double Slope(ReadOnlySpan<TrendSample> samples)
    {
        var slopes = new double[samples.Length * (samples.Length - 1) / 2];
        var count = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            for (var j = i + 1; j < samples.Length; j++)
            {
                var hours = (samples[j].At - samples[i].At).TotalHours;
                if (hours > 0) slopes[count++] = (samples[j].Value - samples[i].Value) / hours;
            }
        }

        return count == 0 ? 0 : Median(slopes.AsSpan(0, count));
    }

    /// <summary>Where the line is at the last sample.</summary>
    private static double Level(ReadOnlySpan<TrendSample> samples, double slope, out double scatter)
    {
        var rests = new double[samples.Length];
        for (var i = 0; i < rests.Length; i++) rests[i] = samples[i].Value + (slope * (samples[^1].At - samples[i].At).TotalHours);
        var level = Median(rests);
        for (var i = 0; i < rests.Length; i++) rests[i] = Math.Abs(rests[i] - level);
        scatter = Median(rests);
        return level;
    }

    private static double[] Values(ReadOnlySpan<TrendSample> samples)
    {
        var values = new double[samples.Length];
        for (var i = 0; i < values.Length; i++) values[i] = samples[i].Value;
        return values;
    }

    /// <summary>Sorts them.</summary>
    private static double Median(Span<double> values)
    {
        values.Sort();
        var half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /// <param name="Evenness">Least rise from quarter to quarter, of the mean one.</param>
    /// <param name="Scatter">Largest median deviation from the line, of the whole rise.</param>
    /// <param name="Reach">By how much further the limit may be away.</param>
    private readonly record struct Steadiness(double Evenness, double Scatter, double Reach);
}
