namespace Watchdog.Journal;

/// <summary>
/// Buckets for how long looks take, each a fifth wider than the one before: a percentile read from them is off by 10 % at most, from 50 µs to 100 s. What is
/// beyond counts in the first or the last.
/// </summary>
internal static class LatencyScale
{
    public const int Buckets = 80;

    private const double First = 50e-6, Width = 1.2;

    public static int BucketOf(TimeSpan took) =>
        took.TotalSeconds <= First ? 0 : Math.Min((int)(Math.Log(took.TotalSeconds / First) / Math.Log(Width)), Buckets - 1);

    /// <summary>The geometric middle.</summary>
    public static TimeSpan MiddleOf(int bucket) => TimeSpan.FromSeconds(First * Math.Pow(Width, bucket + 0.5));
}
