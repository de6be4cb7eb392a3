using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class ServiceLoopFaultTests
{
    [Fact]
    public async Task Turn_ThatThrows_LosesNoCheck()
    {
        await using var rig = new LoopRig();
        var files = new RecordingFiles(rig.Journal, rig.Store);
        rig.Journal = files;
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        files.Bug = entry => entry.Input is Observed ? new InvalidOperationException("a bug") : null;
        rig.Probe.Fails();
        await rig.LookAfterAsync(15);
        await Eventually.TrueAsync(() => rig.Log.Ids.Contains(510), "the turn has failed");
        files.Bug = _ => null;
        var failed = rig.Time.Uptime;

        await rig.Time.ArmedAsync(failed + TimeSpan.FromSeconds(1));
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.LookAfterAsync(15);

        await rig.PhaseAsync(Phase.Suspect);
        Assert.True(loop.IsTurning(rig.Time.Uptime));
    }

    [Fact]
    public async Task FirstTurn_ThatThrows_IsTriedAgainEachSecond()
    {
        await using var rig = new LoopRig();
        var files = new RecordingFiles(rig.Journal, rig.Store) { Bug = _ => new InvalidOperationException("a bug") };
        rig.Journal = files;
        rig.Start();
        await rig.Time.ArmedAsync(rig.Time.Uptime + TimeSpan.FromSeconds(1));
        files.Bug = _ => null;

        rig.Time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => rig.Unit.IsSubscribed && rig.State.Unit is not null, "the unit is followed and seen");
        Assert.Single(rig.Log.Ids, id => id == 510);
    }

    [Fact]
    public async Task End_WhileTheManagerHangs_TakesFiveSecondsAndTouchesNothingAfterwards()
    {
        await using var rig = new LoopRig();
        var answer = new TaskCompletionSource<UnitLook>();
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        rig.Unit.OnLook = _ => new ValueTask<UnitLook>(answer.Task);
        var before = rig.Unit.Looks;
        rig.Unit.Signal();
        await Eventually.TrueAsync(() => rig.Unit.Looks == before + 1, "the look that hangs");

        var ended = loop.DisposeAsync().AsTask();
        await rig.Time.ArmedAsync(rig.Time.Uptime + TimeSpan.FromSeconds(5));
        Assert.False(ended.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await ended.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains(526, rig.Log.Ids);
        answer.SetResult(UnitLook.Seen(FakeUnit.Active("two")));

        await Eventually.TrueAsync(() => !rig.Unit.IsSubscribed, "the loop has ended after all");
        Assert.Equal("one", rig.State.Instance);
    }

    [Fact]
    public async Task End_WhileALookIsUnderWay_CancelsItAndSaves()
    {
        await using var rig = new LoopRig();
        var loop = await rig.StartAndLookAsync();
        await rig.PhaseAsync(Phase.Watching);
        var cancelled = new TaskCompletionSource();
        rig.Probe.OnLook = async cancel =>
        {
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult();
            throw new OperationCanceledException(cancel);
        };
        await rig.LookAfterAsync(15);

        await rig.EndAsync(loop);

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Phase.Watching, rig.Store.Load("s").State!.Phase);
        Assert.Contains(rig.Entries(), entry => entry.Passes is { Check: "liveness", Count: 1 });
        Assert.False(loop.TryPost(new Tick()));
    }
}
