using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class TrendTests
{
    private const double MiB = 1 << 20;
    private const double Limit = 2000 * MiB;

    /// <summary>What a service looks like, in MiB with noise of half a percent, over how many hours, and in how many it reaches 2000 MiB: 0 for never.</summary>
    public static TheoryData<string, double, double> Series => new()
    {
        { "leak 200 an hour", 2, 7 },
        { "leak 200 an hour", 6, 3 },
        { "leak 100 an hour", 6, 9 },
        { "leak 200 an hour under a sawtooth of 40", 4, 5 },
        { "leak with an outlier", 4, 5 },
        { "leak 200 an hour under a sawtooth of 340", 4, 0 },
        { "leak too slow for a day", 6, 0 },
        { "leak seen too briefly", 0.4, 0 },
        { "leak too far for what was seen", 0.6, 0 },
        { "leak above its limit already", 6, 0 },
        { "flat", 6, 0 },
        { "falls", 6, 0 },
        { "jump", 6, 0 },
        { "jump at first", 6, 0 },
        { "jump at last", 6, 0 },
        { "two jumps", 6, 0 },
        { "sawtooth of 3 min", 2, 0 },
        { "sawtooth of 20 min", 2, 0 },
        { "sawtooth of 70 min", 4, 0 },
        { "sawtooth just after its fall", 1, 0 },
        { "cache that fills", 4, 0 },
        { "waves of a day's load", 6, 0 },
        { "climbs, then stands", 4, 0 },
    };

    [Theory]
    [MemberData(nameof(Series))]
    public void Of_RealisticSeries_IsToldOnlyWhereItClimbsSteadily(string name, double hours, double expected)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var trend = TrendRule.Of(Sampled(name, hours, seed), Limit, stands: false);
            if (expected == 0) Assert.True(trend is null, $"seed {seed}: {trend?.Sentence}");
            else Assert.InRange(trend?.In.TotalHours ?? -1, expected * 0.85, expected * 1.15);
        }
    }

    [Fact]
    public void Of_NoiseOfAnySize_IsAlmostNeverTold()
    {
        var told = 0;
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var (level, noise, walk) = (random.Next(100, 1900), random.NextDouble() * 300, random.NextDouble());
            var value = (double)level;
            var samples = Every(120, H(1 + (5 * random.NextDouble())), _ => (value += noise / 20 * walk * Gauss(random)) + (noise * (1 - walk) * Gauss(random)));
            if (TrendRule.Of(samples, Limit, stands: false) is not null) told++;
        }

        // A random walk may climb like a leak for hours; white noise never does.
        Assert.InRange(told, 0, 250);
    }

    [Fact]
    public void Of_WhiteNoise_IsNeverTold()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            Assert.Null(TrendRule.Of(Every(120, H(6), _ => 1500 + (100 * Gauss(random))), Limit, stands: false));
        }
    }

    [Fact]
    public void Of_AnyLine_IsExact()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var (from, perHour, hours, count) = (random.Next(1, 1000), 50 + (random.NextDouble() * 100), 1 + (random.NextDouble() * 5), random.Next(20, 121));
            var trend = TrendRule.Of(Every(count, H(hours), hour => from + (perHour * hour)), Limit, stands: false);
            var left = (2000 - from - (perHour * hours)) / perHour;
            if (left > 12 * hours || left > 24) Assert.Null(trend);
            else Assert.Equal(left, trend!.Value.In.TotalHours, 0.001);
        }
    }

    [Fact]
    public void Of_BorderOfADay_IsHeldOnceItStands()
    {
        var samples = Every(120, H(6), hour => 1000 + (35 * hour));
        Assert.Null(TrendRule.Of(samples, 1000 * MiB + 35 * 31 * MiB, stands: false));
        Assert.NotNull(TrendRule.Of(samples, 1000 * MiB + 35 * 31 * MiB, stands: true));
        Assert.Null(TrendRule.Of(samples, 1000 * MiB + 35 * 43 * MiB, stands: true));
    }

    [Theory]
    [InlineData(3.1, 212, 2.17, "reaches 2000 MiB in about 3 h (212 MiB more an hour, over the last 2 h 10 min)")]
    [InlineData(0.71, 900, 0.5, "reaches 2000 MiB in about 45 min (900 MiB more an hour, over the last 30 min)")]
    [InlineData(0.004, 900, 1, "reaches 2000 MiB in about 1 min (900 MiB more an hour, over the last 1 h)")]
    [InlineData(24, 10.25, 6, "reaches 2000 MiB in about 1 d (10.3 MiB more an hour, over the last 6 h)")]
    public void Sentence_Any_IsNoMoreExactThanItCanBe(double hours, double perHour, double over, string expected) =>
        Assert.Equal(expected, new Trend(Limit, H(hours), perHour * MiB, H(over)).Sentence);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(121)]
    public void Of_TooFewOrTooMany_IsNotTold(int count) => Assert.Null(TrendRule.Of(Every(count, H(6), hour => 100 + (200 * hour)), Limit, stands: false));

    [Fact]
    public void Of_AllInOneMoment_IsNotTold() => Assert.Null(TrendRule.Of(Every(50, TimeSpan.Zero, _ => 100), Limit, stands: false));

    private static TrendSample[] Sampled(string name, double hours, int seed)
    {
        var random = new Random(seed);
        return Every(120, H(hours), hour => Shape(name, hour, hours) * (1 + (0.005 * Gauss(random))));
    }

    private static double Shape(string name, double hour, double hours) => name switch
    {
        "leak 200 an hour" => 200 + (200 * hour),
        "leak 100 an hour" => 500 + (100 * hour),
        "leak 200 an hour under a sawtooth of 40" => 180 + (200 * hour) + Tooth(hour, 0.1, 40),
        "leak 200 an hour under a sawtooth of 340" => 180 + (200 * hour) + Tooth(hour, 0.1, 340),
        "leak with an outlier" => 200 + (200 * hour) + (Math.Abs(hour - 2) < 0.05 ? 900 : 0),
        "leak too slow for a day" => 200 + (40 * hour),
        "leak seen too briefly" => 1000 + (500 * hour),
        "leak too far for what was seen" => 200 + (150 * hour),
        "leak above its limit already" => 1900 + (200 * hour),
        "flat" => 1500,
        "falls" => 1900 - (100 * hour),
        "jump" => hour < hours / 2 ? 500 : 1500,
        "jump at first" => hour < hours / 8 ? 500 : 1500,
        "jump at last" => hour < hours * 7 / 8 ? 500 : 1500,
        "two jumps" => hour < hours / 3 ? 500 : hour < hours * 2 / 3 ? 1000 : 1500,
        "sawtooth of 3 min" => 800 + Tooth(hour, 0.05, 400),
        "sawtooth of 20 min" => 800 + Tooth(hour, 1 / 3.0, 400),
        "sawtooth of 70 min" => 800 + Tooth(hour, 7 / 6.0, 400),
        "sawtooth just after its fall" => 800 + Tooth(hour + 0.95, 1, 400),
        "cache that fills" => 500 + (1000 * (1 - Math.Exp(-hour))),
        "waves of a day's load" => 1000 + (400 * Math.Sin(hour / 24 * 2 * Math.PI * 4)),
        "climbs, then stands" => 500 + (300 * Math.Min(hour, hours / 2)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static double Tooth(double hour, double period, double height) => hour / period % 1 * height;

    private static TrendSample[] Every(int count, TimeSpan over, Func<double, double> mebibytes)
    {
        var samples = new TrendSample[count];
        for (var i = 0; i < count; i++)
        {
            var at = over * ((double)i / Math.Max(1, count - 1));
            samples[i] = new TrendSample(H(5) + at, mebibytes(at.TotalHours) * MiB);
        }

        return samples;
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
