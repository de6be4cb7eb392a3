using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class LimitsTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(1, 8192, "300M")]
    [InlineData(100, 8192, "300M")]
    [InlineData(101, 8192, "400M")]
    [InlineData(380, 8192, "800M")]
    [InlineData(500, 8192, "1000M")]
    [InlineData(501, 8192, "1500M")]
    [InlineData(2100, 65536, "4500M")]
    [InlineData(6000, 65536, "12000M")]
    [InlineData(380, 800, "720M")]
    [InlineData(380, 512, "460M")]
    [InlineData(10, 64, "57M")]
    [InlineData(480, 512, null)]
    [InlineData(0, 1, null)]
    [InlineData(7000, 8192, null)]
    public void Memory_Highest_IsRoundAndWellAboveAndBelowTheLimit(long highest, long limit, string? expected) =>
        Assert.Equal(expected, Limits.Memory(highest * Mebibyte, limit * Mebibyte));

    [Theory]
    [InlineData(1, null)]
    [InlineData(1000, null)]
    [InlineData(1001, 15)]
    [InlineData(1500, 15)]
    [InlineData(1900, 20)]
    public void Timeout_Slowest_IsTenTimesWhereTheDefaultIsNear(int milliseconds, int? seconds) =>
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, Limits.Timeout(TimeSpan.FromMilliseconds(milliseconds)));
}
