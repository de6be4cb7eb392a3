using System.Globalization;
using Watchdog.Cli.Handlers;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;
using Watchdog.Tests.Support;
using Watchdog.Web;

namespace Watchdog.Tests.Supervision;

public sealed class ServiceLoopTaskTests
{
    private static readonly TaskStopRequest s_first = new("s#1", TimeSpan.FromMinutes(30), "a debugger is attached", "anna");

    private static TaskControl Control(LoopRig rig, ServiceLoop loop) => new(name => name == "s" ? loop : null, rig.Clock);

    private static async Task<ControlAnswer> StopAsync(LoopRig rig, ServiceLoop loop, TaskStopRequest request) =>
        await Control(rig, loop).StopAsync(request, 1000, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Wedged, with a last look that ends by its token alone.</summary>
    private static async Task<(ServiceLoop Loop, Task LetGo)> LookingAsync(LoopRig rig)
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failing = 0;
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        rig.Probe.OnLook = async cancel =>
        {
            if (Interlocked.Increment(ref failing) <= 3) return new(Observation.Fail("liveness", "timeout-first-byte", "no answer in 10 s"));

            await new TaskCompletionSource().Task.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            letGo.TrySetResult();
            throw new OperationCanceledException(cancel);
        };
        for (var i = 0; i < 3; i++) await rig.LookAfterAsync(15);
        await rig.Probe.AskedAsync(5);
        return (loop, letGo.Task);
    }

    [Fact]
    public async Task Stop_WhileItLooksOnceMore_LetsGoOfTheLookAndOrdersNothing()
    {
        await using var rig = new LoopRig();
        var (loop, letGo) = await LookingAsync(rig);
        Assert.Equal("looking once more", StatusOf.Service(loop.Keeper.Config, rig.State, [], rig.Clock.Now).Task!.Step);

        var answer = await StopAsync(rig, loop, s_first);

        Assert.Equal((true, "s#1 is called off: nothing was done to s; nothing is begun for s again for 30 min; `watchdog resume s` ends that"), (answer.Done, answer.Reason.Sentence));
        await letGo.WaitAsync(TimeSpan.FromSeconds(20));
        await rig.PhaseAsync(Phase.Paused);
        Assert.Equal(0, rig.Unit.Orders);
        var stopped = Assert.Single(rig.Entries(), entry => entry.Input is TaskStopped);
        Assert.Equal("s#1 stopped by anna (uid 1000): a debugger is attached", Assert.Single(stopped.Decisions.OfType<CallOff>()).Reason.Sentence);
        Assert.Equal(Phase.Paused, rig.Store.Load("s").State!.Phase);
        Assert.Contains(rig.Log.Messages, line => line.Contains("s#1: stopped by anna (uid 1000): a debugger is attached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_AfterTheOrder_SaysSoAndLetsItEnd()
    {
        await using var rig = new LoopRig();
        var goOn = new TaskCompletionSource<RestartOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationToken order = default;
        rig.Unit.OnAct = (_, cancel) =>
        {
            order = cancel;
            return goOn.Task;
        };
        var loop = await rig.WedgeAsync();
        await Eventually.TrueAsync(() => rig.Unit.Orders == 1, "the manager is asked");
        await Eventually.TrueAsync(() => rig.State.Action is { Asked: true }, "the order stands in the state");

        var answer = await StopAsync(rig, loop, s_first);

        Assert.Matches("^s#1 was ordered at [0-9]{2}:[0-9]{2} UTC, which cannot be undone: it is carried out to its end; nothing is begun", answer.Reason.Sentence);
        Assert.False(order.IsCancellationRequested);
        rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime };
        goOn.SetResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
        await rig.PhaseAsync(Phase.Paused);
        Assert.Contains(rig.Entries(), entry => entry.Input is RestartEnded { Outcome.Result: RestartResult.Done });
    }

    /// <summary>What was under way when we ended is another's from then on, with a number of its own; its trial has that of the order.</summary>
    [Fact]
    public async Task Stop_OfWhatWasOrderedBeforeOurStart_SaysThatItWasDone()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnAct = (_, _) => new TaskCompletionSource<RestartOutcome>().Task;
        var first = await rig.WedgeAsync();
        await Eventually.TrueAsync(() => rig.Unit.Orders == 1 && rig.State.Action is { Asked: true }, "the manager is asked");
        await rig.EndAsync(first);
        rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime };
        var second = rig.Start();
        await Eventually.TrueAsync(() => rig.State is { Epoch: > 1, Trial.Epoch: 1 }, "it begins again");

        var answer = await StopAsync(rig, second, s_first);

        Assert.Equal(("carried-out", 1), (answer.Reason.Code, rig.Unit.Orders));
    }

    [Theory]
    [InlineData("s#0", TaskControl.Over)]
    [InlineData("s#7", "no-such-task")]
    [InlineData("t#1", "no-such-task")]
    [InlineData("s", "no-such-task")]
    [InlineData("s#-1", "no-such-task")]
    public async Task Stop_OfAnother_IsRefusedAndChangesNothing(string id, string code)
    {
        await using var rig = new LoopRig();
        var (loop, _) = await LookingAsync(rig);

        var answer = await StopAsync(rig, loop, s_first with { Id = id });

        Assert.Equal((false, code), (answer.Done, answer.Reason.Code));
        Assert.NotNull(rig.State.Action);
        Assert.DoesNotContain(rig.Entries(), entry => entry.Input is TaskStopped);
    }

    [Fact]
    public async Task Stop_Twice_SaysThatItIsOver()
    {
        await using var rig = new LoopRig();
        var (loop, _) = await LookingAsync(rig);
        await StopAsync(rig, loop, s_first);

        Assert.Equal(new Reason(TaskControl.Over, "s#1 is over"), (await StopAsync(rig, loop, s_first)).Reason);
        var at = EntryText.Time(Assert.Single(rig.Entries(), entry => entry.Input is TaskStopped).At);
        Assert.Equal($"called off at {at} (s#1 stopped by anna (uid 1000): a debugger is attached)", TaskEnd.Of(rig.Entries().Reverse(), 1));
    }

    [Fact]
    public async Task End_OfOneThatHelped_IsWhenItRecovered()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnAct = (_, _) =>
        {
            rig.Probe.Passes();
            rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime };
            return Task.FromResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
        };
        await rig.WedgeAsync();
        await rig.PhaseAsync(Phase.Verifying);
        var ordered = Assert.Single(rig.Entries(), entry => entry.Decisions.Any(one => one is Restart));
        Assert.Equal($"ordered at {EntryText.Time(ordered.At)}", TaskEnd.Of(rig.Entries().Reverse(), 1));

        await rig.Time.ArmedAsync(rig.Time.Uptime + TimeSpan.FromSeconds(5));
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await rig.Probe.AskedAsync(6);
        await rig.LookAfterAsync(5);
        await rig.PhaseAsync(Phase.Watching);

        var recovered = Assert.Single(rig.Entries(), entry => entry.Decisions.Any(one => one is Alert { Reason.Code: Recovery.Recovered }));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"recovered at {EntryText.Time(recovered.At)}"), TaskEnd.Of(rig.Entries().Reverse(), 1));
        Assert.Null(TaskEnd.Of(rig.Entries().Reverse(), 2));
    }
}
