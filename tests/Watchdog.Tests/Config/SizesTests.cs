using Watchdog.Config;

namespace Watchdog.Tests.Config;

public class SizesTests
{
    [Theory]
    [InlineData("2000M", 2000L << 20, "2000M")]
    [InlineData("1.5GiB", 3L << 29, "1536M")]
    [InlineData("64K", 64L << 10, "64K")]
    [InlineData("1023", 1023, "1023")]
    [InlineData("7B", 7, "7")]
    [InlineData("0", 0, "0")]
    public void TryParse_Valid_ReadsPowersOf1024(string text, long bytes, string canonical)
    {
        Assert.True(Sizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
        Assert.Equal(canonical, Sizes.Format(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("1MB")]
    [InlineData("-1M")]
    [InlineData("1m")]
    [InlineData("1 M")]
    [InlineData("999999999999T")]
    public void TryParse_Invalid_Refuses(string text) => Assert.False(Sizes.TryParse(text, out _));
}
