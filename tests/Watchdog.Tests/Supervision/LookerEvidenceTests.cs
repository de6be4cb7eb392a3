using Watchdog.Core;
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
}
