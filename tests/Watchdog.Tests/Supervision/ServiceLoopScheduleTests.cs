using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class ServiceLoopScheduleTests
{
    [Fact]
    public async Task Looks_WhileItPasses_AreAnIntervalApartFromStartToStart()
    {
        await using var rig = new LoopRig();
        var answer = new TaskCompletionSource();
        await rig.StartAndLookAsync();
        rig.Probe.OnLook = async _ =>
        {
            await answer.Task;
            return new ProbeAnswer(Observation.Pass("liveness"));
        };
        await rig.LookAfterAsync(15);

        // The look has a deadline of its own, which ends at the very moment at which the next one is due.
        rig.Time.Advance(TimeSpan.FromSeconds(4));
        answer.SetResult();
        await rig.LookAfterAsync(15);
        await rig.LookAfterAsync(15);

        var first = rig.Probe.Starts[0];
        Assert.Equal([first, first + Seconds(15), first + Seconds(30), first + Seconds(45)], rig.Probe.Starts);
    }

    [Fact]
    public async Task Looks_WhileStarting_AreFiveSecondsApart()
    {
        await using var rig = new LoopRig();
        rig.Probe.Fails();
        rig.Unit.Status = FakeUnit.Active("one") with { StartedAt = rig.Time.Uptime };
        await rig.StartAndLookAsync();

        await rig.LookAfterAsync(5);

        Assert.Equal(Phase.Starting, rig.State.Phase);
    }

    [Fact]
    public async Task Looks_OfACheckThatFails_AreFifteenSecondsApartThoughItsIntervalIsAMinute()
    {
        await using var rig = new LoopRig(LoopRig.Liveness with { Interval = TimeSpan.FromMinutes(1), FailureThreshold = 9 });
        await rig.StartAndLookAsync();
        rig.Probe.Fails();
        await rig.LookAfterAsync(60);

        await rig.LookAfterAsync(15);
    }

    [Fact]
    public async Task Look_ThatIgnoresItsDeadline_IsLeftBehindAndTheCheckNotAskedUntilItIsBack()
    {
        await using var rig = new LoopRig();
        var back = new TaskCompletionSource<ProbeAnswer>();
        await rig.StartAndLookAsync();
        rig.Probe.OnLook = _ => new ValueTask<ProbeAnswer>(back.Task);
        await rig.LookAfterAsync(15);
        await rig.Time.ArmedAsync(rig.Time.Uptime + Seconds(15));       // its deadline of 10 s, and 5 s of grace

        rig.Time.Advance(Seconds(60));
        rig.Unit.Signal();
        await Eventually.TrueAsync(() => rig.State.Check("liveness").Reason.Code == "probe-stuck", "that the probe is stuck is known");
        Assert.Equal(2, rig.Probe.Starts.Count);

        rig.Probe.Passes();
        back.SetResult(new ProbeAnswer(Observation.Pass("liveness")));
        await Eventually.TrueAsync(
            () =>
            {
                rig.Time.Advance(Seconds(1));
                return rig.Probe.Starts.Count == 3;
            },
            "it is asked again");
        await Eventually.TrueAsync(() => rig.State.Check("liveness").UnknownSince is null, "it has passed");
    }

    [Fact]
    public async Task Probe_ThatThrows_CouldNotLookAndIsAskedAgain()
    {
        await using var rig = new LoopRig();
        await rig.StartAndLookAsync();
        rig.Probe.OnLook = _ => throw new OperationCanceledException("of nobody");
        await rig.LookAfterAsync(15);
        await Eventually.TrueAsync(() => rig.State.Check("liveness").Reason.Code == "internal-error", "the look counts as none");
        rig.Probe.Passes();

        await rig.LookAfterAsync(15);

        await Eventually.TrueAsync(() => rig.State.Check("liveness").UnknownSince is null, "it has passed");
    }

    [Fact]
    public async Task Unit_ThatThrows_IsUnseenAndAskedAgainAfterFifteenSeconds()
    {
        await using var rig = new LoopRig();
        rig.Unit.OnLook = _ => throw new OperationCanceledException("of nobody");
        rig.Start();
        await rig.PhaseAsync(Phase.Blind);
        var began = rig.Time.Uptime;
        rig.Unit.OnLook = null;

        await rig.Time.ArmedAsync(began + LoopRig.First);
        rig.Time.Advance(Seconds(2));
        await rig.Probe.AskedAsync(1);
        await rig.Time.ArmedAsync(began + Seconds(15));
        rig.Time.AdvanceTo(began + Seconds(15));

        await Eventually.TrueAsync(() => rig.State.BlindSince is null, "the unit is seen again");
    }

    [Fact]
    public async Task Looks_DueWithinAQuarterOfASecond_WakeTogetherAndDoNotDrift()
    {
        await using var rig = new LoopRig();
        var began = rig.Time.Uptime;
        var due = began + (Seconds(2) * StableHash.Unit("s", 0));
        await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);

        for (var look = 1; look <= 18; look++)      // then the unit is looked at as well
        {
            due += Seconds(15);
            var wake = began + TimeSpan.FromMilliseconds(250 * Math.Ceiling((due - began) / TimeSpan.FromMilliseconds(250)));
            await rig.TakenInAsync();
            await rig.Time.ArmedAsync(wake);
            rig.Time.AdvanceTo(wake);
            await rig.Probe.AskedAsync(look + 1);
        }
    }

    [Fact]
    public async Task Signals_TenThousandDuringOneLook_LeadToOneMore()
    {
        await using var rig = new LoopRig();
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        var answer = new TaskCompletionSource();
        rig.Unit.OnLook = async _ =>
        {
            await answer.Task;
            return UnitLook.Seen(rig.Unit.Status);
        };
        var before = rig.Unit.Looks;
        rig.Unit.Signal();
        await Eventually.TrueAsync(() => rig.Unit.Looks == before + 1, "the first look");

        Parallel.For(0, 10_000, _ => rig.Unit.Signal());
        rig.Unit.Status = FakeUnit.Active("two");
        rig.Unit.Signal();
        answer.SetResult();

        await Eventually.TrueAsync(() => rig.State.Instance == "two", "the change during the look is seen");

        // The turn that has seen it sets the next look by the time that it is then.
        Assert.True(await loop.TryTakeAsync(new StartExpected("a turn", rig.Time.Uptime), CancellationToken.None));
        await rig.LookAfterAsync(15);
        Assert.InRange(rig.Unit.Looks, before + 2, before + 3);
    }

    [Fact]
    public async Task IsTurning_WhileATurnHangs_IsFalseAfterHalfAMinuteAndTrueBefore()
    {
        await using var rig = new LoopRig();
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        var answer = new TaskCompletionSource<UnitLook>();
        rig.Unit.OnLook = _ => new ValueTask<UnitLook>(answer.Task);
        var before = rig.Unit.Looks;
        rig.Unit.Signal();
        await Eventually.TrueAsync(() => rig.Unit.Looks == before + 1, "the look that hangs");
        var hung = rig.Time.Uptime;

        Assert.True(loop.IsTurning(hung + Seconds(29)));
        Assert.False(loop.IsTurning(hung + Seconds(30)));
        answer.SetResult(UnitLook.Seen(rig.Unit.Status));
        await Eventually.TrueAsync(() => loop.IsTurning(hung + Seconds(40)), "it turns again");
    }

    [Fact]
    public async Task Window_ThatOpens_WakesTheLoopThoughNothingElseIsDue()
    {
        await using var rig = new LoopRig(LoopRig.Liveness with { Interval = TimeSpan.FromHours(1) });
        var opening = new TimeSpan(10, 3, 0);
        rig.Windows = [rig.Window(opening, opening + Seconds(120))];
        var opens = rig.Time.Uptime + (opening - rig.Clock.Now.Utc.TimeOfDay);
        await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);

        await rig.Time.ArmedAsync(opens);
        rig.Time.AdvanceTo(opens);
        await rig.PhaseAsync(Phase.Paused);
        await rig.Time.ArmedAsync(opens + Seconds(60));
        rig.Time.AdvanceTo(opens + Seconds(60));
        await rig.Time.ArmedAsync(opens + Seconds(120));
        rig.Time.AdvanceTo(opens + Seconds(120));
        await rig.PhaseAsync(Phase.Watching);
    }

    [Fact]
    public async Task Looks_AfterAPause_AreNoFurtherApartThanEver()
    {
        await using var rig = new LoopRig();
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        Assert.True(loop.TryPost(new PauseSet("a test", rig.Time.Uptime + TimeSpan.FromHours(1))));
        await rig.PhaseAsync(Phase.Paused);
        rig.Probe.Fails();
        for (var i = 0; i < 6; i++) await rig.LookAfterAsync(15);
        await rig.LookAfterAsync(30);       // nothing may be done, so it is asked less often
        await Eventually.TrueAsync(() => rig.State.Check("liveness").Failures == 7, "the seventh has failed");

        Assert.True(await loop.TryTakeAsync(new PauseEnded("a test"), CancellationToken.None));
        await rig.LookAfterAsync(15);
        await Eventually.TrueAsync(() => rig.State.Check("liveness").Failures == 1, "the row begins anew");
        Assert.Equal(0, rig.Unit.Orders);
    }

    [Fact]
    public async Task Counter_ThatStandsStill_FailsItsOwnCheckFromTheLivenessAnswer()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, LoopRig.Counter);
        rig.Probe.Counts(() => 7);
        await rig.StartAndLookAsync();
        await rig.LookAfterAsync(15);
        await rig.LookAfterAsync(15);
        await Eventually.TrueAsync(() => rig.State.Check("acceptLoop").Failures == 2, "two flat readings");

        Assert.Equal(0, rig.State.Check("liveness").Failures);
        Assert.Equal("counter-flat", rig.State.Check("acceptLoop").Reason.Code);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>A unit in a crash loop changes a hundred times a second.</summary>
    [Fact]
    public async Task Signals_OfAUnitInAStorm_AreLookedAtEveryFiveSeconds()
    {
        await using var rig = new LoopRig();
        var loop = await rig.StartAndLookAsync();
        rig.Unit.Status = FakeUnit.Active("crashed") with { AutoRestarts = 50, StartedAt = rig.Time.Uptime };
        rig.Unit.Signal();
        await Eventually.TrueAsync(() => rig.State.StormSince is not null, "a storm");
        var looks = rig.Unit.Looks;
        for (var second = 0; second < 20; second++)
        {
            for (var i = 0; i < 50; i++) rig.Unit.Signal();
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await loop.TryTakeAsync(new StartExpected("a turn", rig.Time.Uptime + TimeSpan.FromHours(1)), CancellationToken.None));
        }

        Assert.InRange(rig.Unit.Looks - looks, 3, 5);
    }
}
