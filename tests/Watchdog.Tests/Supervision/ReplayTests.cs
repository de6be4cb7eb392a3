using Watchdog.Core;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class ReplayTests
{
    [Fact]
    public async Task Journal_OfTwoRunsOfALoop_ReplaysToTheSameDecisionsAndState()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, LoopRig.Counter);
        rig.Unit.OnAct = (_, _) =>
        {
            rig.Unit.Status = FakeUnit.Active("two") with { StartedAt = rig.Time.Uptime, RestartsAlong = ["other.service"] };
            rig.Probe.Counts(() => rig.Time.Uptime.TotalSeconds);
            return Task.FromResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
        };
        var first = await rig.WedgeAsync();
        await rig.PhaseAsync(Phase.Verifying);
        await rig.Time.ArmedAsync(rig.Time.Uptime + TimeSpan.FromSeconds(5));
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await rig.Probe.AskedAsync(6);
        await rig.LookAfterAsync(5);
        await rig.PhaseAsync(Phase.Watching);
        await rig.EndAsync(first);
        var second = await rig.StartAndLookAsync();
        rig.Probe.Fails();
        for (var i = 0; i < 3; i++) await rig.LookAfterAsync(15);
        await Eventually.TrueAsync(() => rig.State.NotActingCode.Length > 0, "it says why it does not act");
        await rig.EndAsync(second);

        var (state, decided) = (ServiceState.New, 0);
        foreach (var entry in rig.Entries())
        {
            if (entry.Input is not { } input) continue;
            var step = Supervisor.Advance(rig.Policy, state, input, new Moment(entry.Up, entry.At));
            Assert.Equal(entry.Decisions.AsEnumerable(), step.Decisions);
            (state, decided) = (step.State, decided + step.Decisions.Length);
        }

        Assert.True(decided > 8, $"{decided} decisions");
        Assert.Contains(rig.Entries(), entry => entry.Decisions.Any(decision => decision is NotActing { Reason.Code: "backoff" }));
        Assert.Equal(AnyValue.Dump(rig.State), AnyValue.Dump(state));
    }
}
