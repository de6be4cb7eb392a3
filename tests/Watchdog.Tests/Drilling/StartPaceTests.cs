using Watchdog.Core;
using Watchdog.Drilling;

namespace Watchdog.Tests.Drilling;

public sealed class StartPaceTests
{
    private static readonly StartLimit s_usual = new(5, TimeSpan.FromSeconds(10), false);

    [Fact]
    public void Next_WithoutALimit_IsNow() => Assert.Equal(At(7), StartPace.Next(new StartLimit(0, TimeSpan.FromSeconds(10), false), [At(1), At(2), At(3), At(4), At(5), At(6)], At(7)));

    [Fact]
    public void Next_FewStartsInTheWindow_IsNow() => Assert.Equal(At(4), StartPace.Next(s_usual, [At(1), At(2), At(3)], At(4)));

    [Fact]
    public void Next_OneStartLeft_SparesIt() => Assert.Equal(At(11.5), StartPace.Next(s_usual, [At(1), At(2), At(3), At(4)], At(4)));

    [Fact]
    public void Next_OldStarts_AreForgotten() => Assert.Equal(At(20), StartPace.Next(s_usual, [At(1), At(2), At(3), At(4)], At(20)));

    [Fact]
    public void Next_OneStartInAll_TakesIt() => Assert.Equal(At(11.5), StartPace.Next(new StartLimit(1, TimeSpan.FromSeconds(10), false), [At(1)], At(4)));

    [Fact]
    public void Next_LimitForEver_IsNever() => Assert.Null(StartPace.Next(new StartLimit(3, TimeSpan.MaxValue, false), [At(1), At(2)], At(1000)));

    [Fact]
    public void Before_ARunJustBegun_WaitsUntilAllThatMayHaveBeenIsOut()
    {
        var starts = StartPace.Before(s_usual, At(100));

        Assert.Equal(At(110.5), StartPace.Next(s_usual, starts, At(101)));
        Assert.Equal(At(200), StartPace.Next(s_usual, starts, At(200)));
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(5, 10)]
    [InlineData(5, 300)]
    [InlineData(1, 60)]
    public void Next_FollowedForAHundredStarts_LeavesEveryWindowBelowTheLimit(int burst, int within)
    {
        var limit = new StartLimit(burst, TimeSpan.FromSeconds(within), false);
        var (starts, now) = (StartPace.Before(limit, At(1)), At(1));
        for (var i = 0; i < 100; i++)
        {
            now = StartPace.Next(limit, starts, now)!.Value;
            starts.Add(now);
            now += TimeSpan.FromSeconds(0.7);
        }

        var most = Math.Max(1, burst - 1);
        Assert.All(starts, start => Assert.True(starts.Count(other => other >= start && other < start + limit.Within) <= most));
    }

    [Fact]
    public void Estimate_TenRestarts_CountsRunsAndWaits()
    {
        var run = TimeSpan.FromSeconds(1);

        Assert.Equal(TimeSpan.FromSeconds(10), StartPace.Estimate(new StartLimit(0, default, false), [], At(50), 10, run));

        // The first four at once, then four every 10.5 s.
        Assert.Equal(TimeSpan.FromSeconds(21 + 2), StartPace.Estimate(s_usual, [], At(50), 10, run));
        Assert.Null(StartPace.Estimate(new StartLimit(3, TimeSpan.MaxValue, false), [], At(50), 3, run));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
