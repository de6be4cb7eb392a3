using Watchdog.Core;
using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

public sealed class JobStatusTests
{
    [Theory]
    [InlineData("running", "last exit code = 0", UnitState.Active, LastEnd.None)]
    [InlineData("xpcproxy", "last exit code = (never exited)", UnitState.Activating, LastEnd.None)]
    [InlineData("spawning", "", UnitState.Activating, LastEnd.None)]
    [InlineData("spawn scheduled", "last exit code = 78: EX_CONFIG", UnitState.Activating, LastEnd.ByItself)]
    [InlineData("spawn failed", "last exit reason = OS_REASON_EXEC", UnitState.Failed, LastEnd.ByItself)]
    [InlineData("SIGTERMed", "", UnitState.Deactivating, LastEnd.None)]
    [InlineData("SIGKILLed", "", UnitState.Deactivating, LastEnd.None)]
    [InlineData("not running", "last exit code = (never exited)", UnitState.Inactive, LastEnd.None)]
    [InlineData("not running", "last exit code = 0", UnitState.Inactive, LastEnd.ByItself)]
    [InlineData("waiting", "last exit code = 0", UnitState.Inactive, LastEnd.ByItself)]
    [InlineData("exited", "last exit code = 0", UnitState.Inactive, LastEnd.ByItself)]
    [InlineData("not running", "last exit code = 1", UnitState.Failed, LastEnd.ByItself)]
    [InlineData("not running", "last exit code = 143", UnitState.Failed, LastEnd.Unknown)]
    [InlineData("not running", "last exit code = 139", UnitState.Failed, LastEnd.ByItself)]
    [InlineData("not running", "last terminating signal = Terminated: 15", UnitState.Failed, LastEnd.Unknown)]
    [InlineData("not running", "last terminating signal = Killed: 9", UnitState.Failed, LastEnd.Unknown)]
    [InlineData("not running", "last terminating signal = Segmentation fault: 11", UnitState.Failed, LastEnd.ByItself)]
    [InlineData("not running", "last exit reason = OS_REASON_JETSAM", UnitState.Failed, LastEnd.ByItself)]
    [InlineData("not running", "", UnitState.Inactive, LastEnd.None)]
    public void Of_EachState_HasItsMeaning(string state, string rest, UnitState expected, LastEnd end)
    {
        var status = Status(Prints.Job(state, rest));
        Assert.Equal((expected, end), (status.State, status.LastEnd));
    }

    [Theory]
    [InlineData("runs = 1\nlast exit code = (never exited)", LastEnd.None)]
    [InlineData("runs = 2\nlast exit code = 0", LastEnd.Unknown)]
    [InlineData("runs = 2\nlast exit code = 1", LastEnd.ByItself)]
    [InlineData("runs = 2\nlast terminating signal = Terminated: 15", LastEnd.Unknown)]
    [InlineData("runs = 2\nlast terminating signal = Abort trap: 6", LastEnd.ByItself)]
    [InlineData("runs = 2\nlast exit reason = OS_REASON_JETSAM", LastEnd.ByItself)]
    public void Of_Running_TellsWhoEndedTheRunBefore(string rest, LastEnd before) => Assert.Equal(before, Status(Prints.Job("running", $"pid = 7\n{rest}")).EndBefore);

    [Fact]
    public void Of_SpawnScheduled_IsAManagerThatRestartsByItself()
    {
        var status = Status(Prints.SpawnScheduled);
        Assert.True(status.IsAutoRestarting);
        Assert.Equal(("auto-restart, spawn scheduled after exit code 78: EX_CONFIG", "exit-code", 0), (status.SubState, status.Result, status.MainPid));
        Assert.Equal("OS_REASON_CODESIGNING", Status(Prints.CodeSigning).Result);
    }

    [Fact]
    public void Of_KilledForMemory_IsAnOomKill() => Assert.Equal("oom-kill", Status(Prints.Job("not running", "last exit reason = OS_REASON_JETSAM")).Result);

    [Fact]
    public void Of_UnknownState_IsUnknownWithTheLine()
    {
        var look = JobStatus.Of(JobPrint.Of(Prints.Job("hibernating", "pid = 7")), "");
        Assert.Equal("launchd-state: launchctl print says \"state = hibernating\", which is not known here", look.Unseen.ToString());
    }

    [Fact]
    public void Of_UnknownFormat_IsUnknownWithTheText()
    {
        var look = JobStatus.Of(JobPrint.Of("{\"state\": \"running\"}"), "{\"state\": \"running\"}");
        Assert.Equal("launchd-format: launchctl print shows no state in a form that is known: {\"state\": \"running\"}", look.Unseen.ToString());
    }

    private static UnitStatus Status(string print) => JobStatus.Of(JobPrint.Of(print), print).Status!;
}
