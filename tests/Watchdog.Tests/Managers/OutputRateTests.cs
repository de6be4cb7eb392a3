using Watchdog.Managers;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Managers;

public sealed class OutputRateTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public void Admits_JustUnderTheRate_AlwaysDoes()
    {
        var (rate, now) = (new OutputRate(), TimeSpan.FromHours(1));
        for (var second = 0; second < 100; second++, now += TimeSpan.FromSeconds(1)) Assert.True(rate.Admits(MiB, now));
    }

    [Fact]
    public void Admits_AnOutburstOfTenSeconds_DoesAndThenASecondsWorthEachSecond()
    {
        var (rate, now) = (new OutputRate(), TimeSpan.FromHours(1));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(rate.Admits(MiB, now)));

        Assert.False(rate.Admits(1, now));
        Assert.False(rate.Admits(1, now + TimeSpan.FromSeconds(0.9)));
        Assert.Equal((true, 2L), (rate.IsFlood, rate.Dropped));
        Assert.True(rate.Admits(MiB, now + TimeSpan.FromSeconds(1.1)));
        Assert.Equal((2L, 0L), (rate.TakeDropped(), rate.Dropped));
        Assert.False(rate.Admits(MiB, now + TimeSpan.FromSeconds(1.1)));
    }

    [Fact]
    public void IsFlood_QuietForTenSeconds_IsOver()
    {
        var (rate, now) = (new OutputRate(), TimeSpan.FromHours(1));
        for (var i = 0; i < 11; i++) rate.Admits(MiB, now);
        Assert.True(rate.IsFlood);

        Assert.True(rate.Admits(0, now + TimeSpan.FromSeconds(9.9)));
        Assert.True(rate.IsFlood);
        Assert.True(rate.Admits(0, now + TimeSpan.FromSeconds(10.1)));
        Assert.False(rate.IsFlood);
    }

    [Fact]
    public void BoundedLog_Flooded_DropsNotesHowMuchAndWarnsOnceASpell()
    {
        using var folder = new TestFolder();
        var (time, said) = (new TestTimeProvider(), new CapturedLog());
        var path = Path.Combine(folder.Path, "x.log");
        using (var log = new BoundedLog(path, time, said))
        {
            for (var i = 0; i < 10; i++) Assert.True(log.Write(new byte[MiB]));
            Assert.False(log.Write("lost"u8));
            Assert.False(log.Write("lost too"u8));
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(log.Write("kept\n"u8));
            for (var i = 0; i < 2; i++) log.Write(new byte[MiB]);
            Assert.Equal([364], said.Ids);

            time.Advance(TimeSpan.FromSeconds(20));
            for (var i = 0; i < 11; i++) log.Write(new byte[MiB]);
            Assert.Equal([364, 364], said.Ids);
        }

        var written = File.ReadAllText(path + ".1") + File.ReadAllText(path);
        Assert.EndsWith("\n[1048576 bytes dropped by watchdog: more than 1 MiB/s]\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void BoundedLog_RoomAgain_TellsOfTheGapWhereItIs()
    {
        using var folder = new TestFolder();
        var time = new TestTimeProvider();
        var path = Path.Combine(folder.Path, "x.log");
        using var log = new BoundedLog(path, time, new CapturedLog());
        for (var i = 0; i < 10; i++) log.Write(new byte[MiB]);
        log.Write("lost"u8);
        time.Advance(TimeSpan.FromSeconds(1));

        log.Write("kept\n"u8);

        Assert.EndsWith("\n[4 bytes dropped by watchdog: more than 1 MiB/s]\nkept\n", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
