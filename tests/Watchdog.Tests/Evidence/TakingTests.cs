using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Supervision;
using Watchdog.Tests.Supervision;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Evidence;

public sealed class TakingTests
{
    [Fact]
    public async Task End_LookHasFailed_RunsWhatFreezesLastAndOneByOne()
    {
        var order = new List<string>();
        using var rig = new EvidenceRig(Noting("gdb", true), Noting("journal"), Noting("py-spy", true));

        var id = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();

        Assert.Equal(["journal", "gdb", "py-spy"], order);
        Assert.Equal("gdb Done, journal Done, py-spy Done", rig.Ends(id));
        Assert.Equal("journal of web\n", File.ReadAllText(Path.Combine(rig.Desk.Store.FolderOf(id!), "journal.txt")));

        FakeCollector Noting(string name, bool freezes = false) => new(name, freezes)
        {
            OnCollect = _ =>
            {
                lock (order) order.Add(name);
                return Task.FromResult(new Collected(name));
            },
        };
    }

    [Fact]
    public async Task CallOff_LookHasPassed_KeepsASmallBundleAndFreezesNothing()
    {
        var stacks = new FakeCollector("stacks", freezes: true);
        using var rig = new EvidenceRig(stacks, new FakeCollector("journal"));

        var id = await rig.Begin(EvidenceRig.BeforeRestart).CallOffAsync();

        Assert.Equal(0, stacks.Runs);
        Assert.True(rig.Index(id).CalledOff);
        Assert.StartsWith("# web: called off", File.ReadAllText(Path.Combine(rig.Desk.Store.FolderOf(id!), BundleStore.Summary)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_BeforeAStart_FreezesNothing()
    {
        using var rig = new EvidenceRig(new FakeCollector("stacks", freezes: true), new FakeCollector("journal"));

        Assert.Equal("journal Done", rig.Ends(await rig.Begin(EvidenceRig.BeforeStart).EndAsync()));
    }

    [Fact]
    public async Task Begin_StartThatIsDueOrSwitchedOff_TakesNone()
    {
        using var rig = new EvidenceRig();
        Assert.Null(rig.Service.Begin(EvidenceRig.BeforeStart with { Reason = new Reason(UnitStatus.NotStarted, "") }, ServiceState.New, [], CancellationToken.None));

        rig.Desk.Config = new EvidenceConfig { Enabled = false };
        Assert.Null(rig.Service.Begin(EvidenceRig.BeforeRestart, ServiceState.New, [], CancellationToken.None));
        Assert.NotNull(await rig.Begin(Occasion.Asked("a test")).EndAsync());
    }

    [Fact]
    public async Task Begin_AnEditOfTheConfiguration_IsTakenOver()
    {
        using var rig = new EvidenceRig(new FakeCollector("journal"));
        await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();
        await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();
        rig.Desk.Config = new EvidenceConfig { Stacks = [] };
        await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();

        Assert.Equal(2, rig.MadeFor.Count);
        Assert.Same(rig.Desk.Config, rig.MadeFor[1]);
    }

    [Fact]
    public async Task Dispose_WhileAProcessIsHeld_WaitsUntilItIsLetGo()
    {
        var letGo = false;
        var stacks = new FakeCollector("stacks", freezes: true)
        {
            OnCollect = async cancel =>
            {
                await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.Delay(100, CancellationToken.None);
                Volatile.Write(ref letGo, true);
                return new Collected("cut short");
            },
        };
        using var rig = new EvidenceRig(stacks);
        using var end = new CancellationTokenSource();
        var taking = rig.Service.Begin(EvidenceRig.BeforeRestart, ServiceState.New, [], end.Token)!;
        var id = taking.EndAsync();
        await Eventually.TrueAsync(() => stacks.Runs == 1, "a process that is held");

        await end.CancelAsync();
        await rig.Desk.DisposeAsync();

        Assert.True(Volatile.Read(ref letGo));
        Assert.Equal("stacks Done", rig.Ends(await id));
    }

    [Theory]
    [InlineData(false, "stacks NotRun")]
    [InlineData(true, "stacks Done")]
    public async Task End_OfAProcessThatAFileNames_HoldsNoStranger(bool answered, string ends)
    {
        using var rig = new EvidenceRig(new FakeCollector("stacks", freezes: true));
        var policy = new ServicePolicy { Name = "web", Checks = [new CheckPolicy { Name = "liveness", Kind = CheckKind.Liveness }] };
        var service = rig.Desk.Of(rig.Service.Service with { Policy = policy });
        var state = ServiceState.New with { Unit = FakeUnit.Active("one") with { MainPid = 4711, MainPidIsHearsay = true } };
        if (answered) state = state with { Checks = [new CheckState { Check = "liveness", EverPassed = true }] };

        var id = await service.Begin(EvidenceRig.BeforeRestart, state, [], CancellationToken.None)!.EndAsync();

        Assert.Equal(ends, rig.Ends(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_ToolWasLetAtNoProcess_HeldThemForNoTime(bool heldNothing)
    {
        var stacks = new FakeCollector("stacks", freezes: true);
        using var rig = new EvidenceRig(stacks);
        stacks.OnCollect = async cancel =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), rig.Time, cancel);
            return new Collected("no stacks", ["gdb failed"]) { HeldNothing = heldNothing };
        };

        var index = rig.Index(await rig.PassingAsync(rig.Begin(EvidenceRig.BeforeRestart).EndAsync()));

        Assert.Equal(heldNothing, index.Froze == TimeSpan.Zero);
        Assert.Equal(!heldNothing, SummaryText.Of(index).Contains("held", StringComparison.Ordinal));
    }

    /// <summary>Seconds before the bundle.</summary>
    [Theory]
    [InlineData("memory", 60, 1, 60)]
    [InlineData("liveness", 60, 70, 70)]
    [InlineData("liveness", 60, 10, 60)]
    public async Task End_CheckFails_TellsSinceWhenItIsNotWell(string check, int failingFor, int passedBefore, int wellBefore)
    {
        using var rig = new EvidenceRig();
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        var memory = new CheckPolicy { Name = "memory", Kind = CheckKind.Memory };
        var slot = new CheckSlot(LoopRig.Config(LoopRig.Liveness), new FakeProbe("liveness", rig.Time), [LoopRig.Config(memory)]);
        slot.Transcripts.Passed(rig.Clock.Now.Utc - TimeSpan.FromSeconds(passedBefore), TimeSpan.FromMilliseconds(5));
        var state = ServiceState.New with
        {
            Checks = [new CheckState { Check = check, EverPassed = true, Failures = 3, FailingSince = rig.Clock.Now.Uptime - TimeSpan.FromSeconds(failingFor) }],
        };

        var id = await rig.Service.Begin(EvidenceRig.BeforeRestart, state, [slot], CancellationToken.None)!.EndAsync();

        Assert.Equal(rig.Clock.Now.Utc - TimeSpan.FromSeconds(wellBefore), rig.Index(id).HealthyAt);
    }

    [Fact]
    public async Task End_OnlyLookHasFailed_DoesNotTellThatItWasWellBefore()
    {
        using var rig = new EvidenceRig();
        var slot = new CheckSlot(LoopRig.Config(LoopRig.Liveness), new FakeProbe("liveness", rig.Time), []);
        var state = ServiceState.New with { Checks = [new CheckState { Check = "liveness", EverPassed = true, Failures = 1, FailingSince = rig.Clock.Now.Uptime }] };

        var id = await rig.Service.Begin(EvidenceRig.BeforeRestart, state, [slot], CancellationToken.None)!.EndAsync();

        Assert.Null(rig.Index(id).HealthyAt);
    }

    [Fact]
    public async Task End_AnotherServicesSecret_IsHidden()
    {
        using var rig = new EvidenceRig(new FakeCollector("web") { OnCollect = _ => Task.FromResult(new Collected("GET /health?probe=v4lue-of-another")) });
        rig.Desk.Secrets = Secrets.Of(["v4lue-of-another"]);

        var id = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();

        Assert.Equal("GET /health?probe=***", Assert.Single(rig.Index(id).Collectors, one => one.Name == "web").Summary);
    }

    [Fact]
    public async Task AfterAction_OneWasAskedForMeanwhile_AddsToTheActionsOwn()
    {
        using var rig = new EvidenceRig(new FakeCollector("journal") { After = new Collected("the dump") });
        var own = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();
        var asked = await rig.Begin(Occasion.Asked("a test")).EndAsync();

        rig.Service.AfterAction();

        await rig.Desk.DisposeAsync();       // waits for what is to be added
        Assert.Contains(rig.Index(own).Collectors, one => one.Name == "journal, afterwards");
        Assert.DoesNotContain(rig.Index(asked).Collectors, one => one.Name == "journal, afterwards");
    }

    [Fact]
    public async Task AfterAction_OfOneThatWasCalledOff_AddsNothing()
    {
        using var rig = new EvidenceRig(new FakeCollector("journal") { After = new Collected("the dump") });
        var id = await rig.Begin(EvidenceRig.BeforeRestart).CallOffAsync();

        rig.Service.AfterAction();

        await rig.Desk.DisposeAsync();
        Assert.DoesNotContain(rig.Index(id).Collectors, one => one.Name == "journal, afterwards");
    }

    [Fact]
    public async Task AfterAction_OfAStartWithoutABundle_AddsToNone()
    {
        using var rig = new EvidenceRig(new FakeCollector("journal") { After = new Collected("the dump") });
        var before = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();
        rig.Service.Begin(EvidenceRig.BeforeStart with { Reason = new Reason(UnitStatus.NotStarted, "") }, ServiceState.New, [], CancellationToken.None);

        rig.Service.AfterAction();

        await rig.Desk.DisposeAsync();       // waits for what is to be added
        Assert.DoesNotContain(rig.Index(before).Collectors, one => one.Name == "journal, afterwards");
    }

    [Fact]
    public async Task End_CollectorsHangOrThrow_CostTheOthersNothingAndTheBudgetHolds()
    {
        var never = new TaskCompletionSource<Collected>();
        var deaf = new FakeCollector("deaf") { OnCollect = _ => never.Task };
        var blocked = new FakeCollector("blocked") { OnCollect = _ => { never.Task.Wait(CancellationToken.None); return never.Task; } };
        var late = new FakeCollector("late") { OnCollect = async cancel => { await Task.Delay(Timeout.Infinite, cancel); return new Collected(""); } };
        var broken = new FakeCollector("broken") { OnCollect = _ => throw new InvalidOperationException("a bug") };
        FakeCollector[] all = [deaf, blocked, late, broken, new FakeCollector("good"), new FakeCollector("stacks", freezes: true)];
        using var rig = new EvidenceRig(all);
        var began = rig.Time.Uptime;

        var id = await rig.PassingAsync(rig.Begin(EvidenceRig.BeforeRestart).EndAsync(), all[..5]);

        Assert.Equal("blocked Late, broken Failed, deaf Late, good Done, late Late, stacks Done", rig.Ends(id));
        Assert.InRange(rig.Time.Uptime - began, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10.5));
        Assert.Equal("late of web\n", File.ReadAllText(Path.Combine(rig.Desk.Store.FolderOf(id!), "late.txt")));

        // Those that have not come back are not started again.
        var again = await rig.PassingAsync(rig.Begin(EvidenceRig.BeforeRestart).EndAsync(), all[2..5]);
        Assert.Equal("blocked NotRun, broken Failed, deaf NotRun, good Done, late Late, stacks Done", rig.Ends(again));
        Assert.Equal((1, 1, 2), (deaf.Runs, blocked.Runs, late.Runs));
        never.SetResult(new Collected("at last"));
        await Eventually.TrueAsync(() => rig.Desk.TryStart("web", "deaf", () => never.Task, out _), "one that has come back may be started again");
    }

    [Fact]
    public async Task End_LastLookTookTheWholeBudget_GivesStacksFiveSecondsMore()
    {
        var stacks = new FakeCollector("stacks", freezes: true) { OnCollect = async cancel => { await Task.Delay(Timeout.Infinite, cancel); return new Collected(""); } };
        using var rig = new EvidenceRig(stacks);
        var taking = rig.Begin(EvidenceRig.BeforeRestart);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        var looked = rig.Time.Uptime;

        var id = await rig.PassingAsync(taking.EndAsync(), stacks);

        Assert.Equal("stacks Late", rig.Ends(id));
        Assert.InRange(rig.Time.Uptime - looked, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task End_ShortBudgetAndAToolThatHangs_KeepsToIt()
    {
        var processes = new FakeCollector("processes");
        var stacks = new FakeCollector("stacks", freezes: true) { OnCollect = async cancel => { await Task.Delay(Timeout.Infinite, cancel); return new Collected(""); } };
        using var rig = new EvidenceRig(processes, stacks);
        processes.OnCollect = async cancel => { await Task.Delay(TimeSpan.FromSeconds(1), rig.Time, cancel); return new Collected(""); };
        rig.Desk.Config = new EvidenceConfig { Timeout = TimeSpan.FromSeconds(1) };
        var began = rig.Time.Uptime;

        var id = await rig.PassingAsync(rig.Begin(EvidenceRig.BeforeRestart).EndAsync(), processes);

        Assert.Equal("processes Late, stacks Late", rig.Ends(id));
        Assert.InRange(rig.Time.Uptime - began, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.25));
    }

    [Fact]
    public async Task End_ManyAtOnce_FreezesTwoAtATimeAndTheRestGoWithout()
    {
        var (now, most) = (0, 0);
        var stacks = new FakeCollector("stacks", freezes: true)
        {
            OnCollect = async cancel =>
            {
                var mine = Interlocked.Increment(ref now);
                lock (stacksGate) most = Math.Max(most, mine);
                try
                {
                    await Task.Delay(Timeout.Infinite, cancel);
                }
                finally
                {
                    Interlocked.Decrement(ref now);
                }

                return new Collected("");
            },
        };
        var journal = new FakeCollector("journal");
        using var rig = new EvidenceRig(stacks, journal);

        var takings = Enumerable.Range(0, 6).Select(i => rig.Begin(EvidenceRig.BeforeRestart, rig.Of($"web-{i}"))).ToArray();
        await Eventually.TrueAsync(() => journal.Runs == takings.Length, "what freezes nothing is at work for all");
        var all = Task.WhenAll(takings.Select(one => one.EndAsync()));
        await Eventually.TrueAsync(() => Volatile.Read(ref now) == 2, "two are held still");
        var ids = await rig.PassingAsync(all);

        Assert.Equal(2, most);
        Assert.Equal(6, ids.Distinct().Count());
        Assert.Equal(["journal Done, stacks Late", "journal Done, stacks NotRun"], ids.Select(rig.Ends).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(ids, id => rig.Index(id).Collectors.Any(one => one.Summary == "other bundles had both places for that until the time was up"));
    }

    [Fact]
    public async Task End_DiskTakesNothing_ReturnsNoneAndSaysWhy()
    {
        using var rig = new EvidenceRig(new FakeCollector("journal"));
        File.WriteAllText(rig.Desk.Store.Root, "a file where the folder would be");

        var taking = rig.Begin(EvidenceRig.BeforeRestart);

        Assert.Null(await taking.EndAsync());
        Assert.NotNull(taking.Problem);
        Assert.Contains("no evidence is kept", string.Join("\n", rig.Log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collectors_OfTwoBundlesAtOnce_RunOneAfterTheOther()
    {
        var release = new TaskCompletionSource<Collected>();
        var processes = new FakeCollector("processes") { OnCollect = _ => release.Task };
        var unit = new FakeCollector("unit");
        using var rig = new EvidenceRig(processes, unit);
        var first = rig.Begin(EvidenceRig.BeforeRestart);
        await Eventually.TrueAsync(() => processes.Runs == 1, "the first is at work");
        var second = rig.Begin(EvidenceRig.BeforeRestart);
        var ended = second.EndAsync();
        await Eventually.TrueAsync(() => unit.Runs == 2, "the second is at work, beyond what it began first");
        Assert.Equal(1, processes.Runs);

        release.SetResult(new Collected("seen"));

        Assert.Contains("processes Done", rig.Ends(await first.EndAsync()), StringComparison.Ordinal);
        Assert.Contains("processes Done", rig.Ends(await ended), StringComparison.Ordinal);
        Assert.Equal(2, processes.Runs);
    }

    [Fact]
    public async Task Stillness_WhileACollectorFreezes_OverlapsWithLooks()
    {
        var seen = new List<bool>();
        EvidenceRig? desk = null;
        var stacks = new FakeCollector("stacks", freezes: true);
        using var rig = desk = new EvidenceRig(stacks);
        var before = rig.Time.GetTimestamp();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        stacks.OnCollect = _ =>
        {
            seen.Add(desk.Service.Stillness.Overlaps(before));
            return Task.FromResult(new Collected(""));
        };

        Assert.False(rig.Service.Stillness.Overlaps(before));
        await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();

        Assert.Equal([true], seen);
        Assert.True(rig.Service.Stillness.Overlaps(before));        // began before, ended after
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rig.Service.Stillness.Overlaps(rig.Time.GetTimestamp()));
    }

    private static readonly Lock stacksGate = new();
}
