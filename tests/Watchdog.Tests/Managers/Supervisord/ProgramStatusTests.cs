using Watchdog.Core;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Tests.Managers.Supervisord;

public sealed class ProgramStatusTests
{
    private static readonly ProgramTimes s_times = new(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2));

    [Theory]
    [InlineData("RUNNING", 0, 0, "", UnitState.Active, LastEnd.None, "running", "")]
    [InlineData("STARTING", 0, 0, "", UnitState.Activating, LastEnd.None, "starting", "")]
    [InlineData("STOPPING", 0, 0, "", UnitState.Deactivating, LastEnd.None, "stopping", "")]
    [InlineData("STOPPED", 1500, 0, "", UnitState.Inactive, LastEnd.StopJob, "stopped", "")]
    [InlineData("STOPPED", 1999, 3, "", UnitState.Inactive, LastEnd.StopJob, "stopped", "")]
    [InlineData("BACKOFF", 1999, 0, "Exited too quickly", UnitState.Activating, LastEnd.None, "auto-restart, backoff: Exited too quickly", "exit-code")]
    [InlineData("FATAL", 1999, 0, "can't find command '/x'", UnitState.Failed, LastEnd.ByItself, "fatal: can't find command '/x'", "fatal")]
    [InlineData("EXITED", 1500, 0, "", UnitState.Inactive, LastEnd.ByItself, "exited, exit code 0", "success")]
    [InlineData("EXITED", 1500, 2, "", UnitState.Inactive, LastEnd.ByItself, "exited, exit code 2", "success")]
    [InlineData("EXITED", 1500, 3, "Bad exit code 3", UnitState.Failed, LastEnd.ByItself, "exited, exit code 3", "exit-code")]
    [InlineData("EXITED", 1500, -1, "Bad exit code -1", UnitState.Failed, LastEnd.ByItself, "exited, by a signal", "signal")]
    [InlineData("EXITED", 1998, -1, "Bad exit code -1", UnitState.Activating, LastEnd.None, "auto-restart, exited a moment ago, by a signal", "signal")]
    [InlineData("EXITED", 1997, -1, "Bad exit code -1", UnitState.Failed, LastEnd.ByItself, "exited, by a signal", "signal")]
    public void Of_EachState_IsTheJudgementsWord(string state, long stop, long exit, string error, UnitState expected, LastEnd end, string subState, string result)
    {
        var status = ProgramStatus.Of(new ProgramInfo(state, 42, 1000, stop, 2000, exit, error), s_times).Status!;

        Assert.Equal((expected, end, subState, result), (status.State, status.LastEnd, status.SubState, status.Result));
        Assert.Equal((s_times.Stop, false, s_times.Start, true), (status.TimeoutStop, status.TimeoutStopIsDefault, status.TimeoutStart, status.RestartStops));
        Assert.Equal(state == "RUNNING" ? LastEnd.Unknown : LastEnd.None, status.EndBefore);
        Assert.Equal(state == "BACKOFF" || stop == 1998, status.IsAutoRestarting);
    }

    [Fact]
    public void Of_NeverStarted_IsStoppedBySomeone()
    {
        var status = ProgramStatus.Of(new ProgramInfo("STOPPED", 0, 0, 0, 2000, 0, ""), default).Status!;

        Assert.Equal((UnitState.Inactive, LastEnd.StopJob, "never started"), (status.State, status.LastEnd, status.SubState));
    }

    [Theory]
    [InlineData("UNKNOWN")]
    [InlineData("DREAMING")]
    public void Of_UnknownState_IsNotSeen(string state)
    {
        var look = ProgramStatus.Of(new ProgramInfo(state, 0, 0, 0, 2000, 0, ""), default);

        Assert.Equal((null, "supervisord-state"), (look.Status, look.Unseen.Code));
        Assert.Contains(state, look.Unseen.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RpcFault.AlreadyStarted, RestartResult.Done, "already-started")]
    [InlineData(RpcFault.NotRunning, RestartResult.Displaced, "other-state")]
    [InlineData(RpcFault.ShutdownState, RestartResult.Displaced, "shutting-down")]
    [InlineData(RpcFault.BadName, RestartResult.Refused, "no-such-unit")]
    [InlineData(RpcFault.NoFile, RestartResult.Failed, "no-file")]
    [InlineData(RpcFault.NotExecutable, RestartResult.Failed, "not-executable")]
    [InlineData(RpcFault.SpawnError, RestartResult.Failed, "spawn-error")]
    [InlineData(RpcFault.AbnormalTermination, RestartResult.Failed, "spawn-error")]
    [InlineData(30, RestartResult.Failed, "supervisord-fault")]
    public void Answer_EachFault_IsItsResult(int fault, RestartResult result, string code)
    {
        var outcome = SupervisordAnswer.Of(RpcReply.Of(new RpcFault(fault, "WORD: web")), "start", "web");

        Assert.Equal((result, code), (outcome.Result, outcome.Reason.Code));
    }
}
