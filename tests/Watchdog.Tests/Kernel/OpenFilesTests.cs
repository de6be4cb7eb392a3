using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class OpenFilesTests
{
    [Fact]
    public void Tries_SoftBelowHard_RaisesToTheHardOneElseToWhatMacOSTakes() =>
        Assert.Equal([(524_288, 524_288), (10_240, 524_288)], OpenFiles.Tries(1024, 524_288));

    [Fact]
    public void Tries_Unlimited_StaysReasonable() => Assert.Equal([(1 << 20, long.MaxValue), (10_240, long.MaxValue)], OpenFiles.Tries(256, long.MaxValue));

    [Fact]
    public void Tries_HardTooLow_AsksForBothAndElseForWhatThereIs() => Assert.Equal([(4096, 4096), (512, 512)], OpenFiles.Tries(256, 512));

    [Fact]
    public void Tries_AllThereIs_IsNothingToDo() => Assert.Empty(OpenFiles.Tries(524_288, 524_288));

    [Theory]
    [InlineData(4096, null)]
    [InlineData(512, "only 512 files can be open at once, and we may not raise that to 4096: set LimitNOFILE=4096 in our unit, or ulimit -Hn 4096 before the start")]
    public void Shortage_BelowTheLeast_SaysWhatToSet(long soft, string? expected) => Assert.Equal(expected, OpenFiles.Shortage(soft));
}
