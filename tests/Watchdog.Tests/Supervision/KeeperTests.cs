using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class KeeperTests
{
    [Fact]
    public async Task Restarts_WhileTheLedgerCanBeWrittenNowhere_AreOneAndThenNone()
    {
        await using var rig = new LoopRig(LoopRig.Liveness with { FailureThreshold = 1 });
        var files = new RecordingFiles(rig.Journal, rig.Store) { Result = SaveResult.Lost };
        rig.Store = files;
        var keeper = rig.NewKeeper();

        Assert.True(Wedge(rig, keeper, "one"));
        Done(rig, keeper);
        Assert.False(Wedge(rig, keeper, "two"));
        Assert.Null(keeper.State.Action);
        Assert.Contains("restart-failed", keeper.State.Alerted);
        Assert.Contains(rig.Entries(), entry => entry.Input is RestartEnded { Outcome.Reason.Code: "ledger-lost" });
        Assert.Equal([514, 515], rig.Log.Ids.Where(id => id is 514 or 515));
        Assert.Single(rig.Log.Ids, id => id == 503);

        files.Result = null;
        Assert.True(Wedge(rig, keeper, "three"));
        Done(rig, keeper);
        files.Result = SaveResult.Lost;
        keeper.Take(new Rearmed("a test"), rig.Clock.Now);
        Assert.True(Wedge(rig, keeper, "four"));
    }

    [Fact]
    public async Task Peek_OffTheLoopWhileCountsGoOn_SeesOneReadingOrTheNext()
    {
        await using var rig = new LoopRig();
        var keeper = rig.NewKeeper();
        var counting = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++) Assert.All(keeper.Ridden(Slot(i % 500), Answer(i).Readings, Answer(i).Observation, rig.Clock.Now.Utc), seen => Assert.Equal(Look.Passed, seen.Look));
        });

        while (!counting.IsCompleted) keeper.Peek("check 499", Slot(499), Answer(-1));

        await counting;
        Assert.Equal(Look.Passed, keeper.Peek("check 499", Slot(499), Answer(20_000))!.Look);

        CheckSlot Slot(int number) => new(
            new CheckConfig(LoopRig.Liveness, new TcpTarget("127.0.0.1", 1, null)), rig.Probe, [new CheckConfig(LoopRig.Counter with { Name = $"check {number}" }, new CounterTarget("/n", "liveness"))]);

        static ProbeAnswer Answer(double number) => new(Observation.Pass("liveness") with { Instance = "one" }, [new NumberReading(number, default)]);
    }

    /// <summary>A service without checks has no passes to tell that it was watched.</summary>
    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 0)]
    public async Task Take_TheSameUnitAgainAndAgain_IsOnRecordWhereNothingElseIs(bool hasChecks, int lines)
    {
        await using var rig = new LoopRig();
        if (!hasChecks) rig.Policy = rig.Policy with { Checks = [] };
        var keeper = rig.NewKeeper();
        keeper.Take(new UnitSeen(FakeUnit.Active("one")), rig.Clock.Now);
        if (hasChecks) keeper.Take(new Observed(Observation.Pass("liveness") with { Instance = "one" }), rig.Clock.Now);
        var before = rig.Entries().Length;
        for (var i = 0; i < 60; i++)
        {
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            keeper.Take(new UnitSeen(FakeUnit.Active("one")), rig.Clock.Now);
        }

        Assert.Equal(lines, rig.Entries().Length - before);
    }

    /// <returns>Whether a restart is ordered.</returns>
    private static bool Wedge(LoopRig rig, Keeper keeper, string instance)
    {
        rig.Time.Advance(TimeSpan.FromHours(2));
        keeper.Take(new UnitSeen(FakeUnit.Active(instance)), rig.Clock.Now);
        var decisions = keeper.Take(new Observed(Failure(instance)), rig.Clock.Now);
        var begin = Assert.Single(decisions.OfType<BeginAction>());
        decisions = keeper.Take(new LastLookEnded(begin.Epoch, Failure(instance), FakeUnit.Active(instance)), rig.Clock.Now);
        return decisions.OfType<Restart>().Any();
    }

    private static void Done(LoopRig rig, Keeper keeper) =>
        keeper.Take(new RestartEnded(keeper.State.Epoch, new RestartOutcome(RestartResult.Done, new Reason("done", "done"))), rig.Clock.Now);

    private static Observation Failure(string instance) => Observation.Fail("liveness", "timeout-first-byte", "no answer") with { Instance = instance };
}
