using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Commands;

namespace Watchdog.Tests.Managers.Commands;

/// <summary>What commands of the user's say, in the judgement's words.</summary>
public sealed class CommandDriverTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LookAsync_Down_IsDownByUsWhereTheOrderWasOurs(bool inOneStep)
    {
        var config = new CommandConfig { Status = Sh("exit 3"), Pid = Sh("exit 0") };
        config = inOneStep ? config with { Restart = Sh("exit 0") } : config with { Stop = Sh("exit 0"), Start = Sh("exit 0") };

        var status = (await Of(config).LookAsync(default)).Status!;

        Assert.Equal((UnitState.Inactive, LastEnd.StopJob, true), (status.State, status.LastEnd, status.RestartStops));
    }

    private static ImmutableArray<string> Sh(string script) => ["/bin/sh", "-c", script];

    private static CommandDriver Of(CommandConfig config) => new("web", config, TimeProvider.System);
}
