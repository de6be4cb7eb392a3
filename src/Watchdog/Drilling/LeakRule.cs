namespace Watchdog.Drilling;

/// <summary>Whether a number that should stand still grows: open descriptors within a run, or anything from start to start. Pure.</summary>
internal static class LeakRule
{
    private const int Parts = 4;

    /// <summary>One for eight looks: a leak that a day of probes would bring to the usual limit of 1024.</summary>
    private const int LooksForOne = 8;

    /// <summary>Of values from start to start: below this, any three numbers may stand in order.</summary>
    private const int FewestStarts = 3;

    /// <summary>
    /// Whether the samples of a run, one a look, grow with the looks: the middles of all four quarters rise, and by one for eight looks at least. A pool that
    /// fills and then stands still is none, nor is one that is up and down.
    /// </summary>
    public static bool Grows(IReadOnlyList<long> samples)
    {
        if (samples.Count < Parts * 2) return false;

        var middles = Enumerable.Range(0, Parts).Select(part => Middle(samples, part)).ToArray();
        return Rises(middles) && middles[^1] - middles[0] >= Math.Max(1, samples.Count / LooksForOne);
    }

    /// <summary>Whether values at the same point of each run rise at every start, by <paramref name="least"/> in all.</summary>
    public static bool Climbs(IReadOnlyList<long> starts, long least) => starts.Count >= FewestStarts && Rises(starts) && starts[^1] - starts[0] >= least;

    private static bool Rises(IReadOnlyList<long> values) => values.Zip(values.Skip(1)).All(pair => pair.Second > pair.First);

    private static long Middle(IReadOnlyList<long> samples, int part)
    {
        var (from, to) = (samples.Count * part / Parts, samples.Count * (part + 1) / Parts);
        var sorted = samples.Skip(from).Take(to - from).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
