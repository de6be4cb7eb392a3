using Watchdog.Cli;
using Watchdog.Tests.Cli;

namespace Watchdog.Tests.Drafting;

public sealed class InitCommandTests : IDisposable
{
    private readonly Invoked _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Init_NoOption_MeasuresAMinute()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("init"));
        Assert.Equal(new InitCommand.Options(null, null, null, TimeSpan.FromMinutes(1)), _cli.Asked);
    }

    [Fact]
    public async Task Init_EveryOption_IsPassedOn()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("init", "--unit", "a", "--output", "-", "--measure", "0", "--config", "f"));
        Assert.Equal(new InitCommand.Options("f", "a", "-", TimeSpan.Zero), _cli.Asked);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("2h")]
    [InlineData("-1s")]
    public async Task Init_NoTime_IsAUsageError(string time)
    {
        Assert.Equal(ExitCode.Unusable, await _cli.RunAsync("init", "--measure", time));
        Assert.StartsWith($"watchdog init: --measure needs a time such as 1m or 30s, 0 to 1h, not '{time}'", _cli.Error, StringComparison.Ordinal);
        Assert.Null(_cli.Asked);
    }
}
