using Watchdog.Drilling;

namespace Watchdog.Tests.Drilling;

public sealed class LeakRuleTests
{
    [Fact]
    public void Grows_OneALook_IsALeak() => Assert.True(LeakRule.Grows(Samples(20, look => 9 + look)));

    [Fact]
    public void Grows_OneInFourLooks_IsALeak() => Assert.True(LeakRule.Grows(Samples(20, look => 9 + (look / 4))));

    [Fact]
    public void Grows_AMostNoisyLeak_IsALeak() => Assert.True(LeakRule.Grows(Samples(20, look => 9 + look + (look % 2 * 3))));

    [Fact]
    public void Grows_NothingNew_IsNone() => Assert.False(LeakRule.Grows(Samples(20, _ => 9)));

    [Fact]
    public void Grows_APoolThatFillsAndStands_IsNone() => Assert.False(LeakRule.Grows(Samples(20, look => 9 + Math.Min(look, 8))));

    [Fact]
    public void Grows_ConnectionsThatComeAndGo_AreNone() => Assert.False(LeakRule.Grows(Samples(20, look => 9 + (look % 3))));

    [Fact]
    public void Grows_OneNowAndThen_IsNone() => Assert.False(LeakRule.Grows(Samples(20, look => look < 11 ? 9 : 10)));

    [Fact]
    public void Grows_TooFewLooks_SaysNothing() => Assert.False(LeakRule.Grows(Samples(7, look => 9 + look)));

    [Theory]
    [InlineData(true, new long[] { 10, 13, 16 })]
    [InlineData(false, new long[] { 10, 13 })]
    [InlineData(false, new long[] { 10, 13, 13 })]
    [InlineData(false, new long[] { 10, 11, 12 })]
    [InlineData(false, new long[] { 16, 13, 10 })]
    public void Climbs_ValuesFromStartToStart_OnlyWhereEachIsMore(bool expected, long[] starts) => Assert.Equal(expected, LeakRule.Climbs(starts, 3));

    private static long[] Samples(int count, Func<long, long> of) => [.. Enumerable.Range(0, count).Select(look => of(look))];
}
