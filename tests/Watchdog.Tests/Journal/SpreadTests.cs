using Watchdog.Journal;
using Watchdog.Reporting;

namespace Watchdog.Tests.Journal;

public sealed class SpreadTests
{
    [Fact]
    public void Of_Counts_IsShort()
    {
        var counts = new ushort[LatencyScale.Buckets];
        (counts[31], counts[32], counts[36]) = (5, 20, 1);

        Assert.Equal([31, 5, 20, -3, 1], Spread.Of(counts)!.Value.ToArray());
        Assert.Null(Spread.Of(new ushort[LatencyScale.Buckets]));
    }

    [Fact]
    public void AddTo_WhatWasWritten_CountsTheSame()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var counts = new ushort[LatencyScale.Buckets];
            for (var j = random.Next(90); j > 0; j--) counts[random.Next(counts.Length)] = (ushort)random.Next(ushort.MaxValue + 1);
            var read = new long[LatencyScale.Buckets];
            Spread.AddTo(read, (Spread.Of(counts) ?? []).AsSpan());
            Assert.Equal(counts.Select(count => (long)count), read);
        }
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, int.MinValue, 7, int.MinValue, 7)]
    [InlineData(int.MaxValue, 1, 1)]
    [InlineData(79, 1, 1, 1)]
    public void AddTo_WhatIsNoBucket_IsLeftOut(params int[] codes)
    {
        var counts = new long[LatencyScale.Buckets];
        Spread.AddTo(counts, codes);
        Assert.InRange(counts.Sum(), 0, 1);
    }

    [Fact]
    public void Percentiles_OfManyRuns_AreRightWithinTenPercent()
    {
        var random = new Random(1);
        var (tally, all) = (new LatencyTally(), new List<double>());
        for (var run = 0; run < 200; run++)
        {
            var counts = new ushort[LatencyScale.Buckets];
            var took = Enumerable.Range(0, 40).Select(_ => TimeSpan.FromSeconds(0.001 * Math.Exp(4 * random.NextDouble()))).ToArray();
            foreach (var one in took) counts[LatencyScale.BucketOf(one)]++;
            all.AddRange(took.Select(one => one.TotalSeconds));
            tally.Add(Spread.Of(counts)!.Value.AsSpan(), took.Length, took.Min(), took.Max());
        }

        all.Sort();
        var told = tally.Tell()!;
        foreach (var (share, value) in new[] { (0.5, told.P50), (0.9, told.P90), (0.99, told.P99) })
        {
            Assert.InRange(value.TotalSeconds / all[(int)Math.Ceiling(share * all.Count) - 1], 0.9, 1.1);
        }

        Assert.Equal((all[^1], false), (told.Most.TotalSeconds, told.Approximate));
    }

    [Fact]
    public void BucketOf_AnyTime_IsOneOfThem()
    {
        foreach (var ticks in new[] { 0, 1, 499, 500, 501, 10_000, long.MaxValue, long.MinValue, -1 }) Assert.InRange(LatencyScale.BucketOf(new TimeSpan(ticks)), 0, LatencyScale.Buckets - 1);
    }
}
