using Watchdog.Core;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class ServiceLoopActionTests
{
    [Fact]
    public async Task Restart_IsInTheJournalAndSavedBeforeTheManagerIsAsked()
    {
        await using var rig = new LoopRig();
        var files = new RecordingFiles(rig.Journal, rig.Store);
        (rig.Journal, rig.Store) = (files, files);
        rig.OnRestart = (order, unit) => files.Note($"others expect, {unit?.Instance}");
        rig.Unit.OnAct = (_, _) =>
        {
            files.Note("act");
            return Task.FromResult(new RestartOutcome(RestartResult.Displaced, new Reason("busy", "a job stands in the way")));
        };

        await rig.WedgeAsync();
        await Eventually.TrueAsync(() => files.Events.Contains("act"), "the manager is asked");

        Assert.Equal(
            ["journal BeginAction, durable", "save begun", "journal Restart, durable", "save asked", "others expect, one", "act"],
            files.Events.Take(6));
    }

    [Fact]
    public async Task Wedge_LastLookRestartAndNewInstanceThatPasses_IsRecovered()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnAct = (order, _) =>
        {
            rig.Probe.Passes();
            rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime };
            return Task.FromResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
        };

        await rig.WedgeAsync();
        await rig.PhaseAsync(Phase.Verifying);
        var restarted = rig.Time.Uptime;
        Assert.Equal(5, rig.Probe.Starts.Count);        // a pass, three failures, the last look
        await rig.Time.ArmedAsync(restarted + TimeSpan.FromSeconds(5));
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await rig.Probe.AskedAsync(6);
        await rig.LookAfterAsync(5);
        await rig.PhaseAsync(Phase.Watching);

        Assert.Equal(1, rig.Unit.Orders);
        Assert.Equal("one", rig.Unit.LastOrder!.Instance);
        Assert.Contains(rig.Entries(), entry => entry.Decisions.Any(decision => decision is Alert { Reason.Code: "recovered" }));
    }

    [Fact]
    public async Task Check_ThatPassesAtTheLastLook_CallsTheRestartOff()
    {
        await using var rig = new LoopRig();
        await rig.StartAndLookAsync();
        rig.Probe.Fails();
        for (var i = 0; i < 3; i++)
        {
            if (i == 2)
            {
                var failed = rig.Probe.OnLook;
                rig.Probe.OnLook = cancel =>
                {
                    rig.Probe.Passes();
                    return failed(cancel);
                };
            }

            await rig.LookAfterAsync(15);
        }

        await rig.Probe.AskedAsync(5);
        await Eventually.TrueAsync(() => rig.Entries().Any(entry => entry.Decisions.Any(decision => decision is CallOff)), "it is called off");
        Assert.Equal(0, rig.Unit.Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Act_ThatHangs_LeavesTheLoopFreeAndDoesNotDelayItsEnd(bool blocksItsThread)
    {
        await using var rig = new LoopRig();
        using var never = new ManualResetEventSlim();
        rig.Unit.OnAct = (_, _) =>
        {
            if (blocksItsThread) never.Wait(CancellationToken.None);
            return new TaskCompletionSource<RestartOutcome>().Task;
        };
        var loop = await rig.WedgeAsync();
        await Eventually.TrueAsync(() => rig.Unit.Orders == 1, "the manager is asked");

        Assert.True(loop.TryPost(new Rearmed("a test")));
        await Eventually.TrueAsync(() => rig.State.RearmedAt is not null, "an input is taken");
        Assert.True(loop.IsTurning(rig.Time.Uptime));
        await loop.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.False(rig.Unit.IsSubscribed);
        Assert.True(rig.Store.Load("s").State!.Action!.Asked);
        never.Set();
    }

    [Fact]
    public async Task Act_ThatThrowsACancellationOfItsOwn_IsAFailedRestart()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnAct = (_, _) => throw new OperationCanceledException("of nobody");

        await rig.WedgeAsync();
        await Eventually.TrueAsync(() => rig.Unit.Orders == 1 && rig.State.Action is null, "the action is over");

        Assert.Contains(rig.Entries(), entry => entry.Input is RestartEnded { Outcome: { Result: RestartResult.Failed, Reason.Code: "internal-error" } });
    }

    [Fact]
    public async Task Echo_OfAnotherEpoch_ChangesNothing()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnAct = (_, _) => new TaskCompletionSource<RestartOutcome>().Task;
        var loop = await rig.WedgeAsync();
        await Eventually.TrueAsync(() => rig.Unit.Orders == 1, "the manager is asked");
        var entries = rig.Entries().Length;

        Assert.True(loop.TryPost(new RestartEnded(99, new RestartOutcome(RestartResult.Done, default))));
        Assert.True(loop.TryPost(new StartExpected("along", rig.Time.Uptime + TimeSpan.FromMinutes(3))));
        await Eventually.TrueAsync(() => rig.State.StartExpectedUntil is not null, "what came after it is taken");

        Assert.True(rig.State.Action!.Asked);
        Assert.Equal(entries + 1, rig.Entries().Length);
    }

    [Fact]
    public async Task Loop_AfterAKillBetweenDecidedAndDone_CountsTheRestartAndDoesNotRepeatIt()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnAct = (_, _) => new TaskCompletionSource<RestartOutcome>().Task;
        var killed = await rig.WedgeAsync();
        await Eventually.TrueAsync(() => rig.Unit.Orders == 1, "the manager is asked");
        var onDisk = rig.Store.Load("s").State!;
        await rig.EndAsync(killed);
        rig.Store.Save("s", onDisk, new Dictionary<string, Watchdog.Journal.CounterMemory>());      // as if it had saved nothing at its end

        await rig.StartAndLookAsync();
        for (var i = 0; i < 4; i++) await rig.LookAfterAsync(5);       // its restart is still to be proven
        await Eventually.TrueAsync(() => rig.State.NotActingCode.StartsWith("backoff", StringComparison.Ordinal), () => $"backoff; {rig.State.NotActingCode}");

        Assert.Equal(1, rig.Unit.Orders);
        Assert.Null(rig.State.Action);
        Assert.Equal([StartKind.Ours], rig.State.Ledger.Where(start => start.Counts).Select(start => start.Kind));
    }
}
