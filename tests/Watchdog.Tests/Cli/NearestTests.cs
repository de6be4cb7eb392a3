using Watchdog.Config.Reading;

namespace Watchdog.Tests.Cli;

public sealed class NearestTests
{
    [Theory]
    [InlineData("chekc", "check")]
    [InlineData("statsu", "status")]
    [InlineData("hystory", "history")]
    [InlineData("r", "run")]
    [InlineData("restart", null)]
    [InlineData("unistall", "uninstall")]
    public void To_AWord_IsTheNearestOrNone(string word, string? expected) =>
        Assert.Equal(expected, Nearest.To(word, ["check", "status", "history", "run", "install", "uninstall"]));

    [Fact]
    public void To_AnEndlessWord_IsNoneAtOnce() => Assert.Null(Nearest.To(new string('a', 1_000_000), ["check"]));
}
