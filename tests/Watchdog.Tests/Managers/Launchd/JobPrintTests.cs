using FsCheck;
using FsCheck.Fluent;
using Watchdog.Core;
using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

public sealed class JobPrintTests
{
    [Fact]
    public void Of_WordsRepeatedInBlocks_OnlyTheJobsOwnCount()
    {
        var job = JobPrint.Of(Prints.Job("running", "runs = 2\npid = 35711\nlast terminating signal = Terminated: 15"));

        Assert.Equal(
            new JobPrint
            {
                State = "running",
                Pid = 35711,
                Runs = 2,
                LastEnd = new JobEnd("signal", "signal Terminated: 15", Signal: 15),
                MinimumRuntime = TimeSpan.FromSeconds(10),
                ExitTimeout = TimeSpan.FromSeconds(5),
                Program = "/opt/homebrew/bin/python3",
                Path = "/Users/me/Library/LaunchAgents/com.example.web.plist",
                WorkingDirectory = "/",
            },
            job);
    }

    [Fact]
    public void Of_SubmittedByAnApp_TellsItsIdentifierAndWhoSubmittedIt()
    {
        var job = JobPrint.Of(Prints.SpawnScheduled);
        Assert.Equal(("Contents/Helpers/helper (mode: 2)", "(submitted by smd.553)", 22138L), (job.Program, job.Path, job.Runs));
        Assert.Equal(new JobEnd("exit-code", "exit code 78: EX_CONFIG", 78), job.LastEnd);
    }

    [Fact]
    public void Of_HeaderWithoutDomainAndBlanksForTabs_IsRead()
    {
        var job = JobPrint.Of(Prints.OldHeader);
        Assert.Equal(("running", 411, 3L), (job.State, job.Pid, job.Runs));
    }

    [Fact]
    public void Of_CutOffInABlock_KeepsWhatCameBefore()
    {
        var job = JobPrint.Of(Prints.CutOff);
        Assert.Equal(("running", 28868, null), (job.State, job.Pid, job.Runs));
    }

    [Fact]
    public void Of_BlockThatIsNeverClosed_WhatFollowsIsToldByItsIndentation()
    {
        var job = JobPrint.Of("a = {\n\tstate = running\n\targuments = {\n\t\tpid = 1\n\tpid = 7\n");
        Assert.Equal(7, job.Pid);
    }

    [Theory]
    [InlineData("", "pid")]
    [InlineData("-5", "pid")]
    [InlineData("0", "pid")]
    [InlineData("99999999999", "pid")]
    [InlineData("4711 (zombie)", "pid")]
    public void Of_NumberThatIsNone_IsNotShown(string value, string key) => Assert.Null(JobPrint.Of($"a = {{\n\tstate = running\n\t{key} = {value}\n}}").Pid);

    [Fact]
    public void Of_AnyTextWhatever_NeitherThrowsNorSaysThatItIsDown()
    {
        var lines = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>(),
            Gen.Elements("a = {", "\tb = {", "\tb = {\n\t\tstate = exited", "\t}", "}", "\tstate = ", "\tstate = zz", "\tpid = 7", "\truns = x", "state = running", "    pid = 1", "\r", "\tlast exit code = x"));
        Prop.ForAll(
            Gen.ListOf(lines).Select(all => string.Join('\n', all)).ToArbitrary(),
            text =>
            {
                var look = JobStatus.Of(JobPrint.Of(text), text);
                return look.Status is null ? look.Unseen.Code is "launchd-format" or "launchd-state" : look.Status.State == UnitState.Active;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_RealPrintCutAnywhere_NeverSaysThatItFailed()
    {
        var print = Prints.Job("running", "runs = 2\npid = 35711\nlast exit code = 1");
        for (var length = 0; length <= print.Length; length++)
        {
            var text = print[..length];
            if (JobStatus.Of(JobPrint.Of(text), text).Status is { } status) Assert.Equal(UnitState.Active, status.State);
        }
    }
}
