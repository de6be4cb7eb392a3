using Watchdog.Core;
using Watchdog.Managers.Runit;
using Watchdog.Managers.S6;

namespace Watchdog.Tests.Managers.Driven;

/// <summary>What sv and s6-svstat say: each line as the real ones (runit 2.1.2, s6 2.11) print it.</summary>
public sealed class StatusTextTests
{
    [Theory]
    [InlineData("run: /etc/service/web: (pid 9080) 6s", UnitState.Active, "run", 9080, LastEnd.None)]
    [InlineData("run: /etc/service/web: (pid 9080) 6s; run: log: (pid 9081) 6s", UnitState.Active, "run", 9080, LastEnd.None)]
    [InlineData("run: /etc/service/web: (pid 9080) 6s, normally down", UnitState.Active, "run, normally down", 9080, LastEnd.None)]
    [InlineData("run: /etc/service/web: (pid 9214) 4s, want down, got TERM", UnitState.Deactivating, "run, want down, got TERM", 0, LastEnd.None)]
    [InlineData("run: /etc/service/web: (pid 9214) 4s, paused", UnitState.Inactive, "run, paused", 0, LastEnd.StopJob)]
    [InlineData("down: /etc/service/web: 1s, normally up, want up", UnitState.Activating, "auto-restart, down, normally up, want up", 0, LastEnd.None)]
    [InlineData("down: /etc/service/web: 1s, normally up", UnitState.Inactive, "down, normally up", 0, LastEnd.StopJob)]
    [InlineData("down: /etc/service/web: 1s", UnitState.Inactive, "down", 0, LastEnd.StopJob)]
    [InlineData("finish: /etc/service/web: (pid 9227) 1s", UnitState.Activating, "auto-restart, finish", 0, LastEnd.None)]
    [InlineData("fail: /etc/service/web: unable to change to service directory: file does not exist", UnitState.NotFound, "not-found", 0, LastEnd.None)]
    public void Runit_EachLine_HasItsMeaning(string said, UnitState state, string word, int pid, LastEnd end)
    {
        var status = RunitStatus.Of(said + "\n").Status!;
        Assert.Equal((state, word, pid, end), (status.State, status.SubState, status.MainPid, status.LastEnd));
        Assert.Equal(state == UnitState.Activating, status.IsAutoRestarting);
    }

    [Theory]
    [InlineData("warning: /etc/service/web: unable to open supervise/ok: file does not exist", "not-supervised")]
    [InlineData("warning: /etc/service/web: unable to open supervise/ok: access denied", "access-denied")]
    [InlineData("fail: /etc/service/web: runsv not running", "not-supervised")]
    [InlineData("run: /etc/service/web", "runit-unseen")]
    [InlineData("", "runit-silent")]
    public void Runit_WhatIsNoStatus_IsUnknown(string said, string code) => Assert.Equal((null, code), (RunitStatus.Of(said).Status, RunitStatus.Of(said).Unseen.Code));

    [Theory]
    [InlineData("true true 9077 -1 NA false", UnitState.Active, "up", 9077, "", LastEnd.None)]
    [InlineData("true false 9077 -1 NA false", UnitState.Deactivating, "up", 0, "", LastEnd.None)]
    [InlineData("true true 9077 -1 NA true", UnitState.Inactive, "paused", 0, "", LastEnd.StopJob)]
    [InlineData("false true -1 -1 SIGKILL false", UnitState.Activating, "auto-restart, down, SIGKILL", 0, "signal", LastEnd.None)]
    [InlineData("false true -1 3 NA false", UnitState.Activating, "auto-restart, down, exit code 3", 0, "exit-code", LastEnd.None)]
    [InlineData("false false -1 -1 SIGTERM false", UnitState.Inactive, "down, SIGTERM", 0, "signal", LastEnd.StopJob)]
    [InlineData("false false -1 0 NA false", UnitState.Inactive, "down, exit code 0", 0, "success", LastEnd.StopJob)]
    [InlineData("false false -1 -1 NA false", UnitState.Inactive, "down", 0, "", LastEnd.StopJob)]
    [InlineData("false false -1 143 NA false", UnitState.Inactive, "down, exit code 143", 0, "exit-code", LastEnd.StopJob)]
    [InlineData("false false -1 7 NA false", UnitState.Failed, "down, exit code 7", 0, "exit code 7", LastEnd.Unknown)]
    [InlineData("false false -1 -1 SIGSEGV false", UnitState.Failed, "down, SIGSEGV", 0, "SIGSEGV", LastEnd.Unknown)]
    public void S6_EachLine_HasItsMeaning(string said, UnitState state, string word, int pid, string result, LastEnd end)
    {
        var status = S6Status.Of(said + "\n").Status!;
        Assert.Equal((state, word, pid, result, end), (status.State, status.SubState, status.MainPid, status.Result, status.LastEnd));
    }

    [Theory]
    [InlineData("")]
    [InlineData("true true 9077 -1 NA")]
    [InlineData("yes true 9077 -1 NA false")]
    [InlineData("true true x -1 NA false")]
    public void S6_WhatIsNoStatus_IsUnknown(string said) => Assert.Equal((null, "s6-format"), (S6Status.Of(said).Status, S6Status.Of(said).Unseen.Code));
}
