using System.Buffers;
using System.Text;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class PassLineTests
{
    [Fact]
    public void TryRead_AnyRun_IsWhatTheParserOfAllLinesReads()
    {
        var taken = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var line = Line(JournalJsonTests.Entry($"s{seed}") with { Passes = (PassRun)new AnyValue(seed).Of(typeof(PassRun))! });
            if (AssertSame(line)) taken++;
        }

        Assert.True(taken > 0);
    }

    [Fact]
    public void TryRead_RunsAsTheyAreWritten_TakesAll()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++) Assert.True(AssertSame(Line(Real(random))));
    }

    /// <summary>Whatever stands in a file: what is taken here, the parser of all lines takes as well, and reads the same.</summary>
    [Fact]
    public void TryRead_DamagedLines_AreTakenAsTheParserOfAllLinesTakesThemOrNotAtAll()
    {
        var random = new Random(2);
        const string likely = "0123456789\"\\{}[],:.-+eEZT ntf\u0001\x80";
        for (var i = 0; i < 200_000; i++)
        {
            var line = Line(Real(random));
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(line.Length);
                line = random.Next(3) switch
                {
                    0 => [.. line.AsSpan(0, at), .. line.AsSpan(at + 1)],
                    1 => [.. line.AsSpan(0, at), (byte)likely[random.Next(likely.Length)], .. line.AsSpan(at)],
                    _ => [.. line.AsSpan(0, at), (byte)likely[random.Next(likely.Length)], .. line.AsSpan(at + 1)],
                };
            }

            AssertSame(line);
        }
    }

    [Theory]
    [InlineData("2026-02-29T00:00:00.0000000Z")]
    [InlineData("2026-11-20T24:00:00.0000000Z")]
    [InlineData("0000-11-20T23:00:00.0000000Z")]
    [InlineData("2026-11-20T23:00:60.0000000Z")]
    [InlineData("2026-13-20T23:00:00.0000000Z")]
    public void TryRead_ATimeThatIsNone_IsNoRun(string time)
    {
        var line = Encoding.UTF8.GetString(Line(Real(new Random(1)))).Replace("\"from\":\"2026-11-20T09:52:03.0000000Z\"", $"\"from\":\"{time}\"", StringComparison.Ordinal);

        Assert.Contains(time, line, StringComparison.Ordinal);
        Assert.False(AssertSame(Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public void TryRead_OneThatOnlyTheOtherParserTakes_IsLeftToIt()
    {
        Assert.False(AssertSame(Line(JournalJsonTests.Entry("🐕") with { Passes = Run() })));
        Assert.False(AssertSame(Line(JournalJsonTests.Entry("a\"b") with { Passes = Run() })));
        Assert.True(AssertSame(Line(JournalJsonTests.Entry("ümläut") with { Passes = Run() })));
        Assert.False(AssertSame(Line(JournalJsonTests.Entry() with { Passes = Run() with { Peak = double.NaN } })));
    }

    private static PassRun Run() => new("liveness", 41, JournalJsonTests.Entry().At.AddMinutes(-10), JournalJsonTests.Entry().At, TimeSpan.FromMilliseconds(1.2345), TimeSpan.FromMilliseconds(9));

    private static JournalEntry Real(Random random)
    {
        var run = Run() with { Count = random.Next(1, 1000), Least = new TimeSpan(random.NextInt64(100_000)), Most = new TimeSpan(random.NextInt64(100_000_000)) };
        if (random.Next(3) > 0) run = run with { Spread = [random.Next(60), random.Next(1, 40), -random.Next(1, 9), random.Next(1, 9)] };
        if (random.Next(3) == 0) run = run with { Last = random.Next(1, 1 << 30), Peak = random.NextDouble() * 1e9 };
        return JournalJsonTests.Entry("web") with { Passes = run };
    }

    private static byte[] Line(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JournalLine.Write(entry, buffer);
        return buffer.WrittenSpan[..^1].ToArray();
    }

    /// <returns>Whether it was taken.</returns>
    private static bool AssertSame(byte[] line)
    {
        if (!PassLine.TryRead(line, PassLine.NewBuffer(), out var read)) return false;

        var entry = JournalLine.TryParse(line);
        Assert.True(entry is { Passes: not null, Input: null, Decisions.Length: 0, Steps: null }, Encoding.UTF8.GetString(line));
        var run = entry.Passes;
        Assert.Equal((entry.At, entry.Service, run.Check), (read.At, Encoding.UTF8.GetString(read.Service), Encoding.UTF8.GetString(read.Check)));
        Assert.Equal((run.Count, run.From, run.To, run.Least, run.Most), (read.Count, read.From, read.To, read.Least, read.Most));
        Assert.Equal((run.Last, run.Peak), (read.Last, read.Peak));
        Assert.Equal(run.Spread ?? [], read.Spread.ToArray());
        return true;
    }
}
