using Watchdog.Core;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class ServiceLoopDiagnosisTests
{
    private static readonly CheckPolicy s_liveness = LoopRig.Liveness with { Diagnosable = true, Interval = TimeSpan.FromSeconds(2) };

    private static readonly Signals s_stopped = new() { Listening = Listening.Ours, Waiting = 1, IsMoving = false, Activity = ProcessActivity.Stopped };

    [Fact]
    public async Task Run_Healthy_AsksOnceWhoListens()
    {
        await using var rig = new LoopRig(s_liveness);
        await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        for (var i = 0; i < 20; i++) await rig.LookAfterAsync(2);
        Assert.Equal(["liveness, listener"], rig.Around.Asked);
    }

    [Fact]
    public async Task Run_LookFails_TheNextWaitsForWhatIsAround_AndIsShorter()
    {
        await using var rig = new LoopRig(s_liveness);
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        await Eventually.TrueAsync(() => rig.State.Check("liveness").ListenerSeen, "the first look's own question is answered");
        var around = new TaskCompletionSource<Signals>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Around.OnLook = () => around.Task;
        rig.Probe.Fails();
        await rig.LookAfterAsync(2);
        await Eventually.TrueAsync(() => rig.Around.Asked.Count == 2, "what is around is asked for");
        var failed = rig.Probe.Starts.Count;

        // Due, and not looked at in a turn that comes after.
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(loop.TryPost(new StartExpected("a turn", rig.Time.Uptime + TimeSpan.FromHours(1))));
        await Eventually.TrueAsync(() => rig.State.StartExpectedUntil is not null, "a turn");
        Assert.Equal(failed, rig.Probe.Starts.Count);

        around.SetResult(s_stopped);
        await rig.Probe.AskedAsync(failed + 1);
        Assert.Equal(TimeSpan.FromSeconds(10), rig.Probe.Timeouts[failed - 1]);
        Assert.Equal(TimeSpan.FromSeconds(1), rig.Probe.Timeouts[failed]);
    }

    /// <summary>A look around that throws or hangs is a bug of ours: the check goes on being looked at, by its thresholds alone.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_WhatIsAroundCannotBeSeen_GoesOnByThresholds(bool throws)
    {
        await using var rig = new LoopRig(s_liveness);
        rig.Around.OnLook = () => throws ? throw new InvalidOperationException("a bug") : new TaskCompletionSource<Signals>().Task;
        rig.Start();
        rig.Probe.Fails();
        await Eventually.TrueAsync(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                return rig.Entries().SelectMany(entry => entry.Decisions).OfType<Restart>().Any();
            },
            "a restart");
        Assert.True(rig.Around.Asked.Count > 2);
    }
}
