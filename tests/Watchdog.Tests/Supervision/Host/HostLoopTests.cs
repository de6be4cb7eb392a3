using Watchdog.Core;
using Watchdog.Supervision.Host;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision.Host;

/// <summary>A whole loop on a machine in trouble.</summary>
public sealed class HostLoopTests
{
    [Fact]
    public async Task Wedge_WhileWeAreSlow_IsNoWedgeAndReplaysSo()
    {
        await using var rig = new LoopRig();
        using var self = Put(rig);
        await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        rig.Probe.Fails();
        self.Slow();
        for (var i = 0; i < 10; i++) await rig.LookAfterAsync(15);
        await Eventually.TrueAsync(() => rig.State.Check("liveness").UnknownSince is not null, "a look that could not be trusted");

        Assert.Equal((0, 0), (rig.Unit.Orders, rig.State.Check("liveness").Failures));
        Assert.Equal("self-doubt", rig.State.Check("liveness").Reason.Code);
        Assert.Single(rig.Entries(), entry => entry.Input is SelfDoubted);

        // We are well again, and it is still wedged.
        rig.Unit.OnAct = (_, _) =>
        {
            rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime };
            return Task.FromResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
        };
        self.Well();
        await PassTimeAsync(rig, () => rig.State.Host!.Doubt!.Ended is not null);
        await PassTimeAsync(rig, () => rig.Unit.Orders == 1);
        await rig.PhaseAsync(Phase.Verifying);

        var state = ServiceState.New;
        foreach (var entry in rig.Entries())
        {
            if (entry.Input is not { } input) continue;
            var step = Supervisor.Advance(rig.Policy, state, input, new Moment(entry.Up, entry.At));
            Assert.Equal(entry.Decisions.AsEnumerable(), step.Decisions);
            state = step.State;
        }
    }

    [Fact]
    public async Task FailedUnit_WhileWeAreSlow_IsNotStartedUntilWeAreWell()
    {
        await using var rig = new LoopRig();
        using var self = Put(rig);
        await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        self.Slow();
        rig.Unit.Status = rig.Unit.Status with { State = UnitState.Failed, LastEnd = LastEnd.ByItself, Result = "signal" };
        rig.Unit.Signal();
        await rig.PhaseAsync(Phase.Holding);
        Assert.Equal((Hold.Host, 0), (rig.State.Hold, rig.Unit.Orders));

        self.Well();
        await PassTimeAsync(rig, () => rig.Unit.Orders == 1);
    }

    [Fact]
    public async Task Loop_ThatRunsLate_DoubtsBeforeItJudges()
    {
        await using var rig = new LoopRig();
        using var self = Put(rig, TimeSpan.FromSeconds(2));
        await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        var due = rig.Probe.Starts[^1] + TimeSpan.FromSeconds(15);
        await rig.Time.ArmedAsync(due);
        rig.Time.Jump(TimeSpan.FromMinutes(1));
        rig.Time.Advance(TimeSpan.Zero);

        await Eventually.TrueAsync(() => rig.State.Host?.Doubt is { Ended: null }, "doubt");
        Assert.Contains("later than we were due", rig.State.Host!.Doubt!.Why.Sentence, StringComparison.Ordinal);
    }

    /// <param name="late">What is not late yet; left out, nothing is: the clock of a test runs ahead of whoever has to do something.</param>
    private static SelfRig Put(LoopRig rig, TimeSpan? late = null)
    {
        var self = new SelfRig(rig.Time, late ?? TimeSpan.FromDays(1));
        rig.Host = new HostWatch(self.Self, new Consumers("/nowhere", "/nowhere", 2), rig.Clock, rig.Log);
        return self;
    }

    /// <summary>Time goes on until it has come to this.</summary>
    private static async Task PassTimeAsync(LoopRig rig, Func<bool> isDone)
    {
        for (var i = 0; i < 3000 && !isDone(); i++)
        {
            await rig.TakenInAsync();
            rig.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(1);
        }

        Assert.True(isDone(), $"{rig.State.Phase}: {rig.State.PhaseReason}");
    }
}
