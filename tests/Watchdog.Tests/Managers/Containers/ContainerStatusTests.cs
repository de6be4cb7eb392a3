using Watchdog.Core;
using Watchdog.Managers.Containers;

namespace Watchdog.Tests.Managers.Containers;

public sealed class ContainerStatusTests
{
    private const string Id = "918ada4f351bf1998405e939862873111a3f0085ac07128e3b4b8d2693c33a95";
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 16, 50, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("created", "no", 0, UnitState.Inactive, LastEnd.None, "created, and not started")]
    [InlineData("configured", "", 0, UnitState.Inactive, LastEnd.None, "created, and not started")]
    [InlineData("initialized", "", 0, UnitState.Activating, LastEnd.None, "initialized")]
    [InlineData("running", "no", 0, UnitState.Active, LastEnd.None, "running")]
    [InlineData("restarting", "always", 3, UnitState.Activating, LastEnd.None, "auto-restart, exit code 3")]
    [InlineData("removing", "no", 0, UnitState.Deactivating, LastEnd.None, "removing")]
    [InlineData("stopping", "", 0, UnitState.Deactivating, LastEnd.None, "stopping")]
    [InlineData("exited", "always", 0, UnitState.Inactive, LastEnd.StopJob, "exited, exit code 0")]
    [InlineData("exited", "always", 1, UnitState.Inactive, LastEnd.StopJob, "exited, exit code 1")]
    [InlineData("exited", "unless-stopped", 137, UnitState.Inactive, LastEnd.StopJob, "exited, exit code 137")]
    [InlineData("dead", "always", 137, UnitState.Inactive, LastEnd.StopJob, "dead, exit code 137")]
    [InlineData("exited", "no", 0, UnitState.Inactive, LastEnd.ByItself, "exited, exit code 0")]
    [InlineData("exited", "", 0, UnitState.Inactive, LastEnd.ByItself, "exited, exit code 0")]
    [InlineData("exited", "no", 1, UnitState.Failed, LastEnd.ByItself, "exited, exit code 1")]
    [InlineData("stopped", "", 1, UnitState.Failed, LastEnd.ByItself, "stopped, exit code 1")]
    [InlineData("exited", "", 139, UnitState.Failed, LastEnd.ByItself, "exited, exit code 139")]
    [InlineData("exited", "no", 137, UnitState.Failed, LastEnd.Unknown, "exited, exit code 137")]
    [InlineData("exited", "no", 143, UnitState.Failed, LastEnd.Unknown, "exited, exit code 143")]
    [InlineData("exited", "no", 130, UnitState.Failed, LastEnd.Unknown, "exited, exit code 130")]
    [InlineData("exited", "on-failure", 0, UnitState.Inactive, LastEnd.ByItself, "exited, exit code 0")]
    [InlineData("exited", "on-failure", 1, UnitState.Inactive, LastEnd.StopJob, "exited, exit code 1")]
    public void Of_EachStatus_IsTheJudgementsWord(string status, string policy, int exit, UnitState state, LastEnd end, string subState)
    {
        var seen = ContainerStatus.Of(State(status) with { Policy = policy, ExitCode = exit }, s_now).Status!;

        Assert.Equal((state, end, subState, true), (seen.State, seen.LastEnd, seen.SubState, seen.RestartStops));
        Assert.Equal(status == "restarting", seen.IsAutoRestarting);
    }

    [Theory]
    [InlineData(2, 3, UnitState.Inactive, LastEnd.StopJob)]
    [InlineData(3, 3, UnitState.Failed, LastEnd.ByItself)]
    public void Of_RetriesUsedUp_HasFailed(int restarts, int retries, UnitState state, LastEnd end)
    {
        var seen = ContainerStatus.Of(State("exited") with { Policy = "on-failure", ExitCode = 1, RestartCount = restarts, Retries = retries }, s_now).Status!;

        Assert.Equal((state, end, restarts), (seen.State, seen.LastEnd, seen.AutoRestarts));
    }

    [Theory]
    [InlineData(137, UnitState.Failed, LastEnd.ByItself, "oom-kill", "exited, out of memory")]
    [InlineData(143, UnitState.Failed, LastEnd.Unknown, "signal", "exited, exit code 143")]
    [InlineData(0, UnitState.Inactive, LastEnd.ByItself, "success", "exited, exit code 0")]
    public void Of_OutOfMemory_IsTheEndOnlyWhereItWasKilled(int exit, UnitState state, LastEnd end, string result, string subState)
    {
        var seen = ContainerStatus.Of(State("exited") with { ExitCode = exit, OomKilled = true }, s_now).Status!;

        Assert.Equal((state, end, result, subState), (seen.State, seen.LastEnd, seen.Result, seen.SubState));
    }

    [Fact]
    public void Of_Paused_IsSomeonesWill()
    {
        var seen = ContainerStatus.Of(State("paused") with { Paused = true }, s_now).Status!;

        Assert.Equal((UnitState.Inactive, LastEnd.StopJob, "paused"), (seen.State, seen.LastEnd, seen.SubState));
    }

    [Theory]
    [InlineData(9, UnitState.Activating)]
    [InlineData(11, UnitState.Inactive)]
    public void Of_StoppedByPodmanAMomentAgo_IsAboutToBeStartedAgain(int seconds, UnitState state)
    {
        var seen = ContainerStatus.Of(State("stopped") with { Policy = "always", FinishedAt = s_now.AddSeconds(-seconds) }, s_now).Status!;

        Assert.Equal((state, state == UnitState.Activating), (seen.State, seen.IsAutoRestarting));
    }

    [Theory]
    [InlineData("unhealthy", "running, its own health check says unhealthy")]
    [InlineData("healthy", "running, its own health check says healthy")]
    [InlineData("none", "running")]
    [InlineData("", "running")]
    [InlineData(null, "running")]
    public void Of_Health_IsTold(string? health, string subState) => Assert.Equal(subState, ContainerStatus.Of(State("running") with { Health = health }, s_now).Status!.SubState);

    [Theory]
    [InlineData(null, 10.0, true)]
    [InlineData(10, 10.0, true)]
    [InlineData(0, 0.0, false)]
    [InlineData(3, 3.0, false)]
    [InlineData(-1, null, false)]
    public void Of_StopTimeout_IsItsOwnOrTheEngines(int? seconds, double? timeout, bool isDefault)
    {
        var seen = ContainerStatus.Of(State("running") with { StopTimeout = seconds }, s_now).Status!;

        Assert.Equal((timeout, isDefault), (seen.TimeoutStop?.TotalSeconds, seen.TimeoutStopIsDefault));
    }

    [Fact]
    public void Of_Instance_IsIdAndStartAndStaysWhenItEnds()
    {
        Assert.Equal("918ada4f351b:2026-11-21T16:47:36.3108581Z", ContainerStatus.Of(State("running"), s_now).Status!.Instance);
        Assert.Equal("918ada4f351b:2026-11-21T16:47:36.3108581Z", ContainerStatus.Of(State("exited"), s_now).Status!.Instance);
        Assert.Equal("", ContainerStatus.Of(State("created") with { StartedAt = default }, s_now).Status!.Instance);
    }

    [Fact]
    public void Of_UnknownStatus_IsNotSeen()
    {
        var look = ContainerStatus.Of(State("meditating"), s_now);

        Assert.Equal((null, "container-state"), (look.Status, look.Unseen.Code));
    }

    [Theory]
    [InlineData("""{"id":"918a","status":"running","paused":false,"oomKilled":false,"pid":239,"exitCode":0,"error":"","startedAt":"2026-11-21T16:47:36.310858147Z","finishedAt":"0001-01-01T00:00:00Z","health":null,"restartCount":0,"policy":"no","retries":0,"stopTimeout":null}""")]
    [InlineData("""{"id":"918a","status":"running","paused":false,"oomKilled":false,"pid":239,"exitCode":0,"error":"","startedAt":"2026-11-21T16:47:36.310858147Z","finishedAt":"0001-01-01T00:00:00Z","health":"","restartCount":0,"policy":"","retries":0,"stopTimeout":10}""")]
    public void Read_WhatDockerAndPodmanSay_IsUnderstood(string text)
    {
        var state = ContainerState.Of(text)!;

        Assert.Equal(("918a", "running", 239, 0), (state.Id, state.Status, state.Pid, state.RestartCount));
        Assert.Equal((1, 2026), (state.FinishedAt.Year, state.StartedAt.Year));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"a","status":"running"}""")]
    [InlineData("""{"id":"a","status":7,"policy":"no"}""")]
    [InlineData("""{"id":"a","status":"running","policy":null,"pid":1}""")]
    [InlineData("""{"id":"a","status":"running","policy":"no","pid":99999999999}""")]
    [InlineData("""{"id":"a","status":"running","policy":"no","startedAt":"yesterday"}""")]
    [InlineData("""{"id":"a","status":"run""")]
    public void Read_AnythingElse_IsNothing(string text) => Assert.Null(ContainerState.Of(text));

    private static ContainerState State(string status) => new(
        Id, status, Paused: false, OomKilled: false, Pid: 0, ExitCode: 0, Error: "", StartedAt: DateTimeOffset.Parse("2026-11-21T16:47:36.3108581Z", null), FinishedAt: default, Health: null,
        RestartCount: 0, Policy: "no", Retries: 0, StopTimeout: null);
}
