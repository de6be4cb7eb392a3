using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class OneShotRoundTests
{
    [Fact]
    public async Task Wedge_OfAHealthyService_ReachesItsThresholdInOneRunAndIsActedUponOnce()
    {
        await using var rig = new LoopRig();
        Assert.False(await RunAsync(rig));
        rig.Probe.Fails();
        rig.Unit.OnAct = (_, _) =>
        {
            rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime };
            return Task.FromResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
        };
        var began = rig.Time.Uptime;

        Assert.True(await RunAsync(rig, pauses: 2));

        Assert.Equal([began, began + Seconds(3), began + Seconds(6), began + Seconds(6)], rig.Probe.Starts.Skip(1));
        Assert.Equal(1, rig.Unit.Orders);
        Assert.Equal(Phase.Verifying, rig.Store.Load("s").State!.Phase);        // to be proven by the next run
        rig.Probe.Passes();
        Assert.False(await RunAsync(rig));
        Assert.False(await RunAsync(rig));
        Assert.Equal(Phase.Watching, rig.Store.Load("s").State!.Phase);
    }

    [Fact]
    public async Task Row_ThatAnEarlierRunBegan_GoesOn()
    {
        await using var rig = new LoopRig(LoopRig.Liveness with { FailureThreshold = 30 });
        await RunAsync(rig);
        rig.Probe.Fails();
        Assert.False(await RunAsync(rig, pauses: 19));      // a minute of them
        Assert.Equal(20, rig.Store.Load("s").State!.Check("liveness").Failures);
        rig.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.True(await RunAsync(rig, pauses: 9));

        Assert.Equal(1, rig.Unit.Orders);
    }

    [Fact]
    public async Task Check_ThatHasFailedOftenButNotLongEnough_IsLeftToTheNextRun()
    {
        await using var rig = new LoopRig(LoopRig.Liveness with { FailureThreshold = 1, For = TimeSpan.FromMinutes(2) });
        await RunAsync(rig);
        rig.Probe.Fails();
        Assert.False(await RunAsync(rig));
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await RunAsync(rig));
    }

    [Fact]
    public async Task Service_InAWindow_IsLookedAtAndNotActedUpon()
    {
        await using var rig = new LoopRig(LoopRig.Liveness with { FailureThreshold = 1 });
        rig.Windows = [rig.Window(TimeSpan.Zero, TimeSpan.FromDays(1))];
        rig.Probe.Fails();

        Assert.False(await RunAsync(rig));

        Assert.Equal((Phase.Paused, 1), (rig.Store.Load("s").State!.Phase, rig.Probe.Starts.Count));
        rig.Windows = [];
        rig.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await RunAsync(rig));
    }

    [Fact]
    public async Task Unit_ThatHasFailed_IsStartedWithoutAnyLookAtItsChecks()
    {
        await using var rig = new LoopRig();
        rig.Unit.Status = FakeUnit.Active("one") with { State = UnitState.Failed, Result = "exit-code", LastEnd = LastEnd.ByItself };

        Assert.True(await RunAsync(rig));

        Assert.Equal(Intent.EnsureUp, rig.Unit.LastOrder!.Intent);
        Assert.Empty(rig.Probe.Starts);
    }

    [Fact]
    public async Task Unit_ThatCannotBeAsked_IsNeitherLookedAtNorActedUpon()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnLook = _ => ValueTask.FromResult(UnitLook.NotSeen("bus-lost", "nobody answers"));

        Assert.False(await RunAsync(rig));

        Assert.Empty(rig.Probe.Starts);
        Assert.Equal(Phase.Blind, rig.Store.Load("s").State!.Phase);
    }

    [Fact]
    public async Task Checks_ThatAllHang_AreLookedAtSideBySide()
    {
        await using var rig = new LoopRig();
        var (first, second) = (new FakeProbe("liveness", rig.Time), new FakeProbe("deepHealth", rig.Time));
        first.OnLook = async _ =>
        {
            await second.AskedAsync(1);
            return new ProbeAnswer(Observation.Pass("liveness"));
        };
        var deep = LoopRig.Liveness with { Name = "deepHealth", Kind = CheckKind.DeepHealth };
        rig.Policy = rig.Policy with { Checks = [LoopRig.Liveness, deep] };

        Assert.False(await RunAsync(rig, 0, new Looker("s", rig.Unit, [Slot(LoopRig.Liveness, first), Slot(deep, second)], rig.Around, rig.Time, rig.Log)));
    }

    private static async Task<bool> RunAsync(LoopRig rig, int pauses = 0, Looker? looker = null)
    {
        looker ??= rig.NewLooker();
        var keeper = rig.NewKeeper();
        var round = new OneShotRound(keeper, looker, new Actor(keeper, rig.Unit, looker, rig.Clock, rig.Log), rig.Clock).RunAsync(CancellationToken.None);
        for (var i = 0; i < pauses; i++)
        {
            await rig.Time.ArmedAsync(rig.Time.Uptime + Seconds(3));
            rig.Time.Advance(Seconds(3));
        }

        var acted = await round.WaitAsync(TimeSpan.FromSeconds(30));
        keeper.Close(rig.Clock.Now);
        return acted;
    }

    private static CheckSlot Slot(CheckPolicy policy, FakeProbe probe) => new(new CheckConfig(policy, new TcpTarget("127.0.0.1", 1, null)), probe, []);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
