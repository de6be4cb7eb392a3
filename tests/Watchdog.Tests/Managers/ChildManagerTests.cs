using System.Diagnostics;
using System.Globalization;
using Watchdog.Core;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

public sealed class ChildManagerTests
{
    [Fact]
    public async Task Unit_AskedAgainWithAnotherCommand_GoesOnAndTakesItWithItsNextStart()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);

        var again = fixture.Unit("sleeper", Shell("echo changed; exec sleep 60"));

        Assert.Same(unit, again);
        Assert.Equal(before.Instance, (await LookAsync(again)).Instance);
        await unit.ActAsync(Hung(before), CancellationToken.None);
        await fixture.UntilWrittenAsync("sleeper", "changed");
    }

    [Fact]
    public async Task Dispose_RunningChild_IsDueInTheNextRun()
    {
        await using var fixture = new ChildFixture();
        await UntilActiveAsync(fixture.Unit("web", Command("/bin/sleep", "60")));

        await fixture.Manager.DisposeAsync();

        Assert.True((await LookAsync(fixture.Next.Unit("web", Command("/bin/sleep", "60")))).IsDue);
    }

    [Fact]
    public async Task Dispose_ChildThatHadEndedByItself_HasFailedInTheNextRunToo()
    {
        await using var fixture = new ChildFixture();
        var before = await UntilAsync(fixture.Unit("web", Shell("exit 1")), status => status.State == UnitState.Failed);

        await fixture.Manager.DisposeAsync();

        var after = await LookAsync(fixture.Next.Unit("web", Shell("exit 1")));
        Assert.Equal((UnitState.Failed, LastEnd.ByItself, before.Instance), (after.State, after.LastEnd, after.Instance));
    }

    [Fact]
    public async Task Dispose_BetweenOurStopAndOurStart_IsDueInTheNextRun()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromMilliseconds(200));
        var unit = fixture.Unit("deaf", Shell("trap '' TERM; echo ready; while :; do sleep 1; done"));
        var before = await UntilActiveAsync(unit);
        await fixture.UntilWrittenAsync("deaf", "ready");
        var acting = unit.ActAsync(Hung(before, TimeSpan.FromMinutes(1)), CancellationToken.None);

        await fixture.Manager.DisposeAsync();
        await acting.WaitAsync(Patience);

        Assert.True((await LookAsync(fixture.Next.Unit("deaf", Command("/bin/sleep", "60")))).IsDue);
    }

    [Fact]
    public async Task Remove_ChildThatHadEndedByItself_IsForgotten()
    {
        await using var fixture = new ChildFixture();
        await UntilAsync(fixture.Unit("web", Shell("exit 1")), status => status.State == UnitState.Failed);

        await fixture.Manager.RemoveAsync("web");

        Assert.True((await LookAsync(fixture.Manager.Unit("web", Command("/bin/sleep", "60")))).IsDue);
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.Folder, "children")));
    }

    [Fact]
    public async Task Remove_RunningChild_EndsItByAStopOfOurs()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);

        await fixture.Manager.RemoveAsync("sleeper");

        var after = await LookAsync(unit);
        Assert.True(await IsGoneAsync(before.MainPid));
        Assert.Equal(UnitState.Inactive, after.State);
        Assert.Equal(LastEnd.StopJob, after.LastEnd);
        Assert.Equal("signal", after.Result);
    }

    [Fact]
    public async Task Dispose_DeafAndWillingChildren_EndsAllAtOnce()
    {
        var fixture = new ChildFixture(TimeSpan.FromSeconds(2));
        var pids = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var unit = fixture.Unit($"deaf{i}", Shell("trap '' TERM; echo ready; sleep 60 & wait; sleep 60"));
            pids.Add((await UntilActiveAsync(unit)).MainPid);
            await fixture.UntilWrittenAsync($"deaf{i}", "ready");
        }

        pids.Add((await UntilActiveAsync(fixture.Unit("willing", Command("/bin/sleep", "60")))).MainPid);
        var watch = Stopwatch.StartNew();
        await fixture.DisposeAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(7.9));
        foreach (var pid in pids) Assert.True(await IsGoneAsync(pid));
    }

    [Fact]
    public async Task Dispose_WhileARestartIsUnderWay_EndsIt()
    {
        var fixture = new ChildFixture(TimeSpan.FromMilliseconds(200));
        var unit = fixture.Unit("deaf", Shell("trap '' TERM; echo ready; while :; do sleep 1; done"));
        var before = await UntilActiveAsync(unit);
        await fixture.UntilWrittenAsync("deaf", "ready");
        var acting = unit.ActAsync(Hung(before, TimeSpan.FromMinutes(1)), CancellationToken.None);

        await fixture.DisposeAsync();

        Assert.Equal("closing", (await acting.WaitAsync(Patience)).Reason.Code);
        Assert.True(await IsGoneAsync(before.MainPid));
        Assert.Equal(UnitState.Inactive, (await LookAsync(unit)).State);
    }

    [Fact]
    public async Task Dispose_AtOnceAfterAdding_LeavesNothingBehind()
    {
        var fixture = new ChildFixture();
        var unit = fixture.Unit("sleeper", Command("/bin/sleep", "60"));

        await fixture.DisposeAsync();

        var status = await LookAsync(unit);
        Assert.Equal(UnitState.Inactive, status.State);
        Assert.Throws<ObjectDisposedException>(() => fixture.Unit("other", Command("/bin/sleep", "60")));
        if (status.Instance.Length == 0) return; // it was not even begun
        Assert.True(await IsGoneAsync(int.Parse(status.Instance.Split(':')[0], CultureInfo.InvariantCulture)));
    }
}
