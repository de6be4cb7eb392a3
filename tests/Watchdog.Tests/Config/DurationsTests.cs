using Watchdog.Config;

namespace Watchdog.Tests.Config;

public class DurationsTests
{
    [Theory]
    [InlineData("15s", 15_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1d1h1m1s1ms", 90_061_001)]
    public void TryParse_Valid_ReadsAndWritesTheSame(string text, long milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
        Assert.Equal(text, Durations.Format(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("1.5s")]
    [InlineData("30m1h")]
    [InlineData("15 s")]
    [InlineData("15s\n")]
    [InlineData("١s")]
    [InlineData("99999999d")]
    public void TryParse_Invalid_Refuses(string text) => Assert.False(Durations.TryParse(text, out _));
}
