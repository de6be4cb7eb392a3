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
        var unit = fixture.Manager.Unit("sleeper", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);

        var again = fixture.Manager.Unit("sleeper", Shell("echo changed; exec sleep 60"));

        Assert.Same(unit, again);
        Assert.Equal(before.Instance, (await LookAsync(again)).Instance);
        await unit.ActAsync(Hung(before), CancellationToken.None);
        await fixture.UntilWrittenAsync("sleeper", "changed");
    }

    [Fact]
    public async Task Remove_RunningChild_EndsItByAStopOfOurs()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Manager.Unit("sleeper", Command("/bin/sleep", "60"));
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
        var fixture = new ChildFixture(TimeSpan.FromSeconds(1));
        var pids = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var unit = fixture.Manager.Unit($"deaf{i}", Shell("trap '' TERM; echo ready; sleep 60 & wait; sleep 60"));
            pids.Add((await UntilActiveAsync(unit)).MainPid);
            await fixture.UntilWrittenAsync($"deaf{i}", "ready");
        }

        pids.Add((await UntilActiveAsync(fixture.Manager.Unit("willing", Command("/bin/sleep", "60")))).MainPid);
        var watch = Stopwatch.StartNew();
        await fixture.DisposeAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        foreach (var pid in pids) Assert.True(await IsGoneAsync(pid));
    }

    [Fact]
    public async Task Dispose_WhileARestartIsUnderWay_EndsIt()
    {
        var fixture = new ChildFixture(TimeSpan.FromMilliseconds(200));
        var unit = fixture.Manager.Unit("deaf", Shell("trap '' TERM; echo ready; while :; do sleep 1; done"));
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
        var unit = fixture.Manager.Unit("sleeper", Command("/bin/sleep", "60"));

        await fixture.DisposeAsync();

        var status = await LookAsync(unit);
        Assert.Equal(UnitState.Inactive, status.State);
        Assert.Throws<ObjectDisposedException>(() => fixture.Manager.Unit("other", Command("/bin/sleep", "60")));
        if (status.Instance.Length == 0) return; // it was not even begun
        Assert.True(await IsGoneAsync(int.Parse(status.Instance.Split(':')[0], CultureInfo.InvariantCulture)));
    }
}
