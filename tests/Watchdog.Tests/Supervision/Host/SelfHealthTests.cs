using Watchdog.Core;
using Watchdog.Probes;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision.Host;

public sealed class SelfHealthTests
{
    private const int Began = 560;
    private const int Ended = 561;

    [Fact]
    public async Task Look_ThatPasses_NeverAsksTheControlProbe()
    {
        using var rig = new SelfRig();
        for (var i = 0; i < 100; i++) await rig.LookAsync(Look.Passed);

        Assert.Equal(0, rig.Controls);
        Assert.Null(rig.Self.Doubt);
    }

    [Fact]
    public async Task Look_ThatFailsWhileWeAreSlow_IsFollowedByDoubtBeforeAnyoneHearsOfIt()
    {
        using var rig = new SelfRig();
        rig.Slow();

        await rig.LookAsync();

        Assert.Equal("in doubt about ourselves: our own control probe took 3.2 s; load 34.1", rig.Self.Doubt!.Value.Sentence);
        await rig.LookAsync();
        Assert.Equal(1, rig.Controls);
        Assert.Equal([Began], rig.Log.Ids);
    }

    [Fact]
    public async Task Looks_ThatFailTogether_ShareOneControlProbe()
    {
        using var rig = new SelfRig();
        var answer = new TaskCompletionSource<Reason?>();
        rig.OnControl = _ => answer.Task;
        var looks = Enumerable.Range(0, 20).Select(_ => rig.LookAsync()).ToArray();
        await Eventually.TrueAsync(() => rig.Controls == 1, "the control probe is asked");
        answer.SetResult(null);
        await Task.WhenAll(looks);
        await rig.LookAsync();
        Assert.Equal(1, rig.Controls);

        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await rig.LookAsync();
        Assert.Equal(2, rig.Controls);
    }

    [Fact]
    public async Task Doubt_WhenNothingSpeaksForItAnyMore_EndsAfterItsTail()
    {
        using var rig = new SelfRig();
        rig.Slow();
        await rig.LookAsync();
        await rig.AgainAsync();
        rig.Well();

        await rig.AgainAsync();
        await rig.AgainAsync();
        Assert.NotNull(rig.Self.Doubt);
        await rig.AgainAsync();

        Assert.Null(rig.Self.Doubt);
        Assert.Equal([Began, Ended], rig.Log.Ids);
        var controls = rig.Controls;
        rig.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(controls, rig.Controls);
    }

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(2.1, true)]
    public void Turn_OfALoop_IsLateBeyondTwoSeconds(double late, bool doubt)
    {
        using var rig = new SelfRig();
        var now = rig.Time.Uptime;
        rig.Self.Turned(now - TimeSpan.FromSeconds(late), now);

        Assert.Equal(doubt, rig.Self.Doubt is not null);
    }

    [Fact]
    public async Task Look_WhileTheProcessStoodStill_IsFollowedByDoubtThoughTheControlProbeIsFine()
    {
        using var rig = new SelfRig();
        var look = new TaskCompletionSource<ProbeAnswer>();
        var failing = rig.Self.WitnessAsync(() => new ValueTask<ProbeAnswer>(look.Task), CancellationToken.None);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(rig.Self.Doubt);

        rig.Time.Jump(TimeSpan.FromSeconds(20));
        look.SetResult(new ProbeAnswer(Observation.Fail("liveness", "timeout-first-byte", "no answer")));
        await failing;

        Assert.Contains("later than we were due", rig.Self.Doubt!.Value.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ThatTakesLongWhileWeRun_IsNoDoubt()
    {
        using var rig = new SelfRig();
        var look = new TaskCompletionSource<ProbeAnswer>();
        var failing = rig.Self.WitnessAsync(() => new ValueTask<ProbeAnswer>(look.Task), CancellationToken.None);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        look.SetResult(new ProbeAnswer(Observation.Fail("liveness", "timeout-first-byte", "no answer")));
        await failing;
        rig.Time.Jump(TimeSpan.FromMinutes(5));     // nothing is under way: nothing is missed
        await rig.LookAsync();

        Assert.Null(rig.Self.Doubt);
    }

    [Fact]
    public async Task Look_WithoutDescriptors_IsDoubtAndNeedsNoControlProbe()
    {
        using var rig = new SelfRig { Descriptors = new Reason("few-descriptors", "only 3 of our 1024 descriptors are left") };
        await rig.LookAsync();

        Assert.Contains("only 3 of our 1024 descriptors are left", rig.Self.Doubt!.Value.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, rig.Controls);
    }

    [Fact]
    public void Turn_AfterTheMachineSlept_TellsOfTheSleepOnceAndIsNoDoubt()
    {
        using var rig = new SelfRig();
        Turn(rig);
        Assert.Null(rig.Self.Slept);

        rig.Asleep += TimeSpan.FromMilliseconds(900);
        Turn(rig);
        Assert.Null(rig.Self.Slept);

        rig.Asleep += TimeSpan.FromHours(3);
        Turn(rig);
        var first = rig.Self.Slept;
        Turn(rig);
        Assert.Same(first, rig.Self.Slept);
        Assert.Contains("slept for 3 h", first!.Value.Sentence, StringComparison.Ordinal);
        Assert.Null(rig.Self.Doubt);
        Assert.Equal([562], rig.Log.Ids);
    }

    [Fact]
    public async Task ControlProbe_WithABug_NeitherDoubtsNorBreaksTheLook()
    {
        using var rig = new SelfRig();
        rig.OnControl = _ => throw new InvalidOperationException("a bug");
        await rig.LookAsync();

        Assert.Null(rig.Self.Doubt);
        Assert.Equal([563], rig.Log.Ids);
    }

    private static void Turn(SelfRig rig) => rig.Self.Turned(rig.Time.Uptime, rig.Time.Uptime);
}
