using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Commands;

namespace Watchdog.Tests.Managers.Commands;

/// <summary>What commands of the user's say, in the judgement's words.</summary>
public sealed class CommandDriverTests
{
    private static readonly UnitStatus s_down = new() { State = UnitState.Failed };

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

    [Theory]
    [InlineData("", "restart ended with 7: ")]
    [InlineData("exit 8", "start ended with 8: ")]
    public async Task StartAsync_WithoutStart_Restarts(string start, string expected)
    {
        var config = new CommandConfig { Restart = Sh("exit 7"), Start = start.Length > 0 ? Sh(start) : [], Pid = Sh("exit 0") };

        var outcome = await Of(config).StartAsync(s_down, default);

        Assert.Equal(RestartResult.Failed, outcome.Result);
        Assert.StartsWith(expected, outcome.Reason.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo no such file >&2; echo more >&2; exit 1", "it printed nothing and ended with 1: no such file")]
    [InlineData("exit 0", "it printed nothing and ended with 0")]
    [InlineData("echo 2147483647", "it printed 2147483647 and ended with 0")]
    public async Task LookAsync_StatusSaysRunsAndPidDoesNot_CannotBeTold(string pid, string expected)
    {
        var look = await Of(new CommandConfig { Restart = Sh("exit 0"), Status = Sh("exit 0"), Pid = Sh(pid) }).LookAsync(default);

        Assert.Null(look.Status);
        Assert.Equal(new Reason("pid-unknown", $"status says that it runs, and pid names no living process: {expected}"), look.Unseen);
    }

    [Fact]
    public async Task LookAsync_NoProcessWithoutStatus_HasFailedAndNobodyKnowsWhy()
    {
        var status = (await Of(new CommandConfig { Restart = Sh("exit 0"), Pid = Sh("exit 1") }).LookAsync(default)).Status!;

        Assert.Equal((UnitState.Failed, LastEnd.Unknown), (status.State, status.LastEnd));
    }

    [Fact]
    public async Task LookAsync_LivingProcess_Runs()
    {
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

        var status = (await Of(new CommandConfig { Restart = Sh("exit 0"), Status = Sh("exit 0"), Pid = Sh($"echo {pid}") }).LookAsync(default)).Status!;

        Assert.Equal((UnitState.Active, Environment.ProcessId), (status.State, status.MainPid));
    }

    private static ImmutableArray<string> Sh(string script) => ["/bin/sh", "-c", script];

    private static CommandDriver Of(CommandConfig config) => new("web", config, TimeProvider.System);
}
