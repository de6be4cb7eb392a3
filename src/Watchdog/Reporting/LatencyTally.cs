using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Percentiles of very many latencies, from counts.</summary>
internal sealed class LatencyTally
{
    private readonly long[] _counts = new long[LatencyScale.Buckets];
    private TimeSpan _most;
    private bool _approximate;

    public void Add(ReadOnlySpan<int> spread, int count, TimeSpan least, TimeSpan most)
    {
        if (most > _most) _most = most;
        if (spread.IsEmpty) Guess(count, least, most);
        else Spread.AddTo(_counts, spread);
    }

    /// <returns>Null where no look took any time.</returns>
    public LatencyReport? Tell()
    {
        var all = _counts.Sum();
        return all == 0 ? null : new LatencyReport(At(all, 0.5), At(all, 0.9), At(all, 0.99), _most, _approximate);
    }

    /// <summary>A line that tells the shortest and the longest alone: all others lay between them.</summary>
    private void Guess(int count, TimeSpan least, TimeSpan most)
    {
        if (most <= TimeSpan.Zero || count <= 0) return;

        _approximate |= count > 2;
        _counts[LatencyScale.BucketOf(most)]++;
        if (count > 1) _counts[LatencyScale.BucketOf(least)]++;
        if (count > 2) _counts[(LatencyScale.BucketOf(least) + LatencyScale.BucketOf(most)) / 2] += count - 2;
    }

    private TimeSpan At(long all, double share)
    {
        var rank = (long)Math.Ceiling(share * all);
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0) return LatencyScale.MiddleOf(bucket) is var middle && middle < _most ? middle : _most;
        }

        return _most;
    }
}
