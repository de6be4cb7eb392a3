using System.Diagnostics;
using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

public sealed class ChildUnitTests
{
    private const string IgnoresTerm = "trap '' TERM; echo ready; while :; do sleep 1; done";

    [Fact]
    public async Task Unit_New_IsStartedAndActive()
    {
        await using var fixture = new ChildFixture();
        var before = TimeProvider.System.GetElapsedTime(0);
        var status = await UntilActiveAsync(fixture.Unit("sleeper", Command("/bin/sleep", "60")));

        Assert.Equal("running", status.SubState);
        Assert.Equal(LastEnd.None, status.LastEnd);
        Assert.StartsWith($"{status.MainPid}:", status.Instance, StringComparison.Ordinal);
        Assert.InRange(status.StartedAt!.Value, before, TimeProvider.System.GetElapsedTime(0));
        Assert.Equal(status.MainPid, ProcStat.Read(status.MainPid)!.Value.Group);
    }

    [Fact]
    public async Task Unit_New_StartsNothingByItselfAndSaysThatItsStartIsDue()
    {
        await using var fixture = new ChildFixture();

        var unit = fixture.Manager.Unit("sleeper", Command("/bin/sleep", "60"));

        var before = await LookAsync(unit);
        Assert.True(before.IsDue);
        Assert.Equal(("", 0, "success", "not started yet"), (before.Instance, before.MainPid, before.Result, before.SubState));
        Assert.Equal(RestartResult.Done, (await unit.ActAsync(EnsureUp, CancellationToken.None)).Result);
        var after = await LookAsync(unit);
        Assert.Equal((UnitState.Active, LastEnd.None, LastEnd.WithUs), (after.State, after.LastEnd, after.EndBefore));
        Assert.Equal(1, fixture.Log.Ids.Count(id => id == 350));
    }

    [Theory]
    [InlineData("exit 3", "exit-code", "exited with code 3")]
    [InlineData("exit 0", "success", "exited with code 0")]
    [InlineData("kill -9 $$", "signal", "ended by signal 9")]
    public async Task Unit_EndsByItself_HasFailedAndTellsHow(string script, string result, string subState)
    {
        await using var fixture = new ChildFixture();
        var status = await UntilAsync(fixture.Unit("short", Shell(script)), status => status.State == UnitState.Failed);

        Assert.Equal(result, status.Result);
        Assert.Equal(subState, status.SubState);
        Assert.Equal(LastEnd.ByItself, status.LastEnd);
        Assert.Equal(0, status.MainPid);
        Assert.NotEqual("", status.Instance);
    }

    [Fact]
    public async Task Subscribe_ChildKilled_IsToldAtOnce()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));
        var status = await UntilActiveAsync(unit);
        await Task.Delay(50); // past the notice of the start
        var told = new TaskCompletionSource();
        using var subscription = unit.Subscribe(() => told.TrySetResult());

        Process.GetProcessById(status.MainPid).Kill();

        await told.Task.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(UnitState.Failed, (await LookAsync(unit)).State);
    }

    [Fact]
    public async Task Subscribe_Disposed_IsToldNoMore()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));
        var status = await UntilActiveAsync(unit);
        var told = 0;
        unit.Subscribe(() => Interlocked.Increment(ref told)).Dispose();

        await unit.ActAsync(Hung(status), CancellationToken.None);

        Assert.Equal(0, told);
    }

    [Fact]
    public async Task Act_ChildEndsOnTerm_IsStartedAnew()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromSeconds(30));
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);

        var outcome = await unit.ActAsync(Hung(before), CancellationToken.None);

        var after = await LookAsync(unit);
        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.Equal($"pid {before.MainPid} ended on SIGTERM; started as pid {after.MainPid}", outcome.Reason.Sentence);
        Assert.False(outcome.Killed);
        Assert.Equal(UnitState.Active, after.State);
        Assert.NotEqual(before.Instance, after.Instance);
        Assert.Equal(0, after.AutoRestarts);
    }

    [Fact]
    public async Task Act_ChildStopped_IsKilledAfterKillAfterAndStartedAnew()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromSeconds(30));
        var unit = fixture.Unit("frozen", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);
        await StopAsync(before.MainPid);

        var outcome = await unit.ActAsync(Hung(before, TimeSpan.FromMilliseconds(300)), CancellationToken.None);

        var after = await LookAsync(unit);
        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.True(outcome.Killed);
        Assert.InRange(outcome.Took, TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(25)); // timers are a little early at times
        Assert.Equal($"pid {before.MainPid} ignored SIGTERM for 0.3 s and was killed; started as pid {after.MainPid}", outcome.Reason.Sentence);
        Assert.True(await IsGoneAsync(before.MainPid));
    }

    [Fact]
    public async Task Act_ChildIgnoresTerm_IsKilledAfterTheStopTimeout()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromMilliseconds(300));
        var unit = fixture.Unit("deaf", Shell(IgnoresTerm));
        var before = await UntilActiveAsync(unit);
        await fixture.UntilWrittenAsync("deaf", "ready");

        var outcome = await unit.ActAsync(Hung(before), CancellationToken.None);

        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.True(outcome.Killed);
        Assert.True(await IsGoneAsync(before.MainPid));
    }

    [Fact]
    public async Task Act_MeanwhileStopping_IsDeactivatingAndASecondOrderIsDisplaced()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("deaf", Shell(IgnoresTerm));
        var before = await UntilActiveAsync(unit);
        await fixture.UntilWrittenAsync("deaf", "ready");

        var first = unit.ActAsync(Hung(before, TimeSpan.FromSeconds(1)), CancellationToken.None);
        var during = await LookAsync(unit);
        var second = await unit.ActAsync(Hung(before), CancellationToken.None);

        Assert.Equal(UnitState.Deactivating, during.State);
        Assert.Equal(RestartResult.Displaced, second.Result);
        Assert.Equal("busy", second.Reason.Code);
        Assert.Equal(RestartResult.Done, (await first).Result);
    }

    [Fact]
    public async Task Act_AnotherInstance_IsLeftAlone()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);

        var outcome = await unit.ActAsync(Hung(before with { Instance = "1:1" }), CancellationToken.None);

        Assert.Equal(RestartResult.Displaced, outcome.Result);
        Assert.Equal("other-instance", outcome.Reason.Code);
        Assert.Equal(before.Instance, (await LookAsync(unit)).Instance);
    }

    [Fact]
    public async Task Act_HungButEnded_IsNotStarted()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("short", Shell("exit 1"));
        var failed = await UntilAsync(unit, status => status.State == UnitState.Failed);

        var outcome = await unit.ActAsync(Hung(failed), CancellationToken.None);

        Assert.Equal("not-running", outcome.Reason.Code);
        Assert.Equal(UnitState.Failed, (await LookAsync(unit)).State);
    }

    [Fact]
    public async Task Act_EnsureUpOfAFailedOne_StartsIt()
    {
        await using var fixture = new ChildFixture();
        var flag = Path.Combine(fixture.Folder, "second");
        var unit = fixture.Unit("second", Shell($"test -e {flag} && exec sleep 60; touch {flag}; exit 1"));
        var failed = await UntilAsync(unit, status => status.State == UnitState.Failed);

        var outcome = await unit.ActAsync(EnsureUp, CancellationToken.None);

        var after = await LookAsync(unit);
        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.Equal($"started as pid {after.MainPid}", outcome.Reason.Sentence);
        Assert.NotEqual(failed.Instance, after.Instance);
        Assert.Equal("already-running", (await unit.ActAsync(EnsureUp, CancellationToken.None)).Reason.Code);
    }

    [Theory]
    [InlineData("/no/such/program", null, "/no/such/program could not be started: No such file or directory")]
    [InlineData("/etc/passwd", null, "/etc/passwd could not be started: Permission denied")]
    [InlineData("/no/such/s3cret", null, "/no/such/*** could not be started: No such file or directory")]
    [InlineData("/bin/sleep", "/no/s3cret", "the working directory /no/*** does not exist or cannot be entered")]
    [InlineData("/bin/sleep", "/no/such/folder", "the working directory /no/such/folder does not exist or cannot be entered")]
    public async Task Act_CannotBeStarted_IsAnOutcomeAndAFailedUnit(string program, string? folder, string sentence)
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("missing", new([program, "60"], folder) { Secrets = Secrets.Of(["s3cret"]) });
        var status = await UntilAsync(unit, status => status.State == UnitState.Failed);

        var outcome = await unit.ActAsync(EnsureUp, CancellationToken.None);

        Assert.Equal(new RestartOutcome(RestartResult.Failed, new Reason("start-failed", sentence)) { Took = outcome.Took }, outcome);
        Assert.Equal("start-failed", status.Result);
        Assert.Equal(sentence, status.SubState);
        Assert.Equal(LastEnd.ByItself, status.LastEnd);
    }

    [Fact]
    public async Task Act_WithGrandchildren_EndsTheWholeGroup()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromMilliseconds(300));
        // The grandchild ignores SIGTERM and outlives its parent, which does not.
        var unit = fixture.Unit("family", Shell("(trap '' TERM; sleep 60 & echo kid $!; wait) & sleep 60"));
        var before = await UntilActiveAsync(unit);
        var kid = int.Parse((await fixture.UntilWrittenAsync("family", "\n")).Split(' ')[1], CultureInfo.InvariantCulture);

        await unit.ActAsync(Hung(before), CancellationToken.None);

        Assert.True(await IsGoneAsync(kid));
        Assert.True(await IsGoneAsync(before.MainPid));
    }

    [Fact]
    public async Task ReadMemory_OfAGroup_IsThatOfAllItsMembers()
    {
        await using var fixture = new ChildFixture();
        const string Holds = "(x=$(head -c 30000000 /dev/zero | tr '\\0' x); echo held; sleep 60; echo $x)";
        var unit = fixture.Unit("big", Shell($"{Holds} & {Holds}; true"));
        await UntilActiveAsync(unit);
        await fixture.UntilWrittenAsync("big", "held\nheld\n");

        var look = await unit.ReadMemoryAsync(MemorySource.WorkingSet, CancellationToken.None);

        Assert.InRange(look.Bytes!.Value, 60_000_000, 400_000_000); // one alone has less than 60 MB
    }

    [Fact]
    public async Task ReadMemory_NotRunning_IsUnseen()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("missing", Command("/no/such/program"));
        await UntilAsync(unit, status => status.State == UnitState.Failed);

        Assert.Equal("not-running", (await unit.ReadMemoryAsync(MemorySource.WorkingSet, CancellationToken.None)).Unseen.Code);
    }
}
