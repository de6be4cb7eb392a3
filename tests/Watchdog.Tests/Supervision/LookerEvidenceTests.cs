using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Tests.Evidence;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

/// <summary>What a debugger of ours holds still looks as if it hung.</summary>
public class LookerEvidenceTests
{
    [Fact]
    public async Task AtCheck_WhileEvidenceHoldsTheProcesses_AFailureIsNoLookAndAPassIsOne()
    {
        using var rig = new EvidenceRig();
        var probe = new FakeProbe("liveness", rig.Time);
        var slot = new CheckSlot(LoopRig.Config(LoopRig.Liveness), probe, []);
        var looker = new Looker("web", new FakeUnit(), [slot], diagnostician: null, rig.Time, rig.Log) { Evidence = rig.Service };

        rig.Service.Stillness.Begin();
        Assert.Equal(Look.Passed, (await LookAsync()).Look);
        probe.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Fail("liveness", "timeout-first-byte", "no answer")));
        var held = await LookAsync();
        rig.Service.Stillness.End();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        var free = await LookAsync();

        Assert.Equal((Look.Unknown, "held-by-evidence", "a"), (held.Look, held.Reason.Code, held.Instance));
        Assert.Equal((Look.Failed, "timeout-first-byte"), (free.Look, free.Reason.Code));
        Assert.Equal(1, slot.Transcripts.Write("liveness", static body => body).Failed);

        async Task<Observation> LookAsync() => (await looker.AtCheckAsync(slot, "a", TimeSpan.FromSeconds(10), CancellationToken.None)).Observation;
    }

    /// <summary>A bundle that somebody asked for must not call the restart off.</summary>
    [Fact]
    public async Task AtLast_WhileAnotherBundleHoldsTheProcesses_LooksOnceMoreWhenItIsOver()
    {
        var over = new TaskCompletionSource();
        var stacks = new FakeCollector("stacks", freezes: true)
        {
            OnCollect = async cancel =>
            {
                await over.Task.WaitAsync(cancel);
                return new Collected("");
            },
        };
        using var rig = new EvidenceRig(stacks);
        var probe = new FakeProbe("liveness", rig.Time) { OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Fail("liveness", "timeout-first-byte", "no answer"))) };
        var slot = new CheckSlot(LoopRig.Config(LoopRig.Liveness), probe, []);
        var looker = new Looker("web", new FakeUnit(), [slot], diagnostician: null, rig.Time, rig.Log) { Evidence = rig.Service };
        var bundle = rig.Begin(Occasion.Asked("a test")).EndAsync();
        await Eventually.TrueAsync(() => stacks.Runs == 1, "the processes are held");

        var last = looker.AtLastAsync(slot, "a", TimeSpan.FromSeconds(3), CancellationToken.None).AsTask();
        await rig.Time.ArmedAsync(rig.Time.Uptime + new EvidenceConfig().Timeout + Taking.LeastForFreezing);
        over.SetResult();
        var answer = await last;

        Assert.Equal((Look.Failed, "timeout-first-byte"), (answer.Observation.Look, answer.Observation.Reason.Code));
        Assert.Equal(2, probe.Starts.Count);
        Assert.Equal(1, rig.Service.Freezing.CurrentCount);
        await bundle;
    }
}
