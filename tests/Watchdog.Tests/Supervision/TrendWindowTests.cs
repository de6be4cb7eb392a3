using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Tests.Supervision;

public sealed class TrendWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(60)]
    [InlineData(600)]
    public void Add_ForDays_StaysBoundedAndReachesBackForHours(int seconds)
    {
        var window = new TrendWindow();
        var (most, judged) = (0, 0);
        for (var at = TimeSpan.Zero; at < TimeSpan.FromDays(2); at += TimeSpan.FromSeconds(seconds))
        {
            if (window.Add("one", at + TimeSpan.FromMilliseconds(at.Ticks % 700), at.TotalHours)) judged++;
            most = Math.Max(most, window.Count);
        }

        Assert.InRange(most, 30, TrendRule.MostSamples);
        Assert.InRange(window.Count, 30, TrendRule.MostSamples);
        Assert.InRange(judged, 250, 2900);
        var trend = window.Judge(60, stands: false);
        Assert.Equal(12, trend!.Value.In.TotalHours, 0.2);
        Assert.InRange(trend.Value.Over, TimeSpan.FromHours(5), TimeSpan.FromHours(6));
    }

    [Fact]
    public void Add_NewInstance_StartsAnew()
    {
        var window = new TrendWindow();
        for (var i = 0; i < 100; i++) window.Add("one", TimeSpan.FromMinutes(i), i);
        Assert.NotNull(window.Judge(200, stands: false));

        Assert.True(window.Add("two", TimeSpan.FromMinutes(100), 100));

        Assert.Equal(1, window.Count);
        Assert.Null(window.Judge(200, stands: true));
    }
}
