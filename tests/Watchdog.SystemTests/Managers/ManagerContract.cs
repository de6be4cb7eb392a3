using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>What the judgement relies on, whoever runs the service: each manager is asked the same, for real.</summary>
public abstract class ManagerContract : IAsyncLifetime
{
    /// <summary>A service of it that runs <c>sleep</c>.</summary>
    internal abstract IManagedUnit Unit { get; }

    /// <summary>One of a manager that is not there.</summary>
    internal abstract IManagedUnit OfNoManager { get; }

    /// <summary>Whether it starts again by itself what has crashed.</summary>
    protected abstract bool RestartsByItself { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [SkippableFact]
    public async Task Look_Running_TellsItsProcessAndItsRun()
    {
        var first = await RunningAsync();
        var second = await Unit.StatusAsync();

        Assert.Equal((UnitState.Active, first.Instance, first.MainPid), (second.State, second.Instance, second.MainPid));
        Assert.Equal("sleep", await NameOfAsync(first.MainPid));
        Assert.InRange(TimeProvider.System.GetElapsedTime(0) - first.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.Equal(LastEnd.None, first.LastEnd);
    }

    [SkippableFact]
    public async Task Act_Frozen_GivesANewRun()
    {
        var before = await RunningAsync();
        await SignalAsync(before.MainPid, "STOP");

        var outcome = await Unit.ActAsync(Orders.RestartIfHung(before) with { KillAfter = TimeSpan.FromSeconds(2) }, CancellationToken.None);

        Assert.True(outcome.Result == RestartResult.Done, outcome.ToString());
        var after = await Unit.StatusAsync();
        Assert.Equal(UnitState.Active, after.State);
        Assert.NotEqual(before.Instance, after.Instance);
        Assert.NotEqual(before.MainPid, after.MainPid);
        Assert.NotEqual("sleep", await NameOfAsync(before.MainPid));
        Assert.NotEqual(LastEnd.ByItself, after.EndBefore);
    }

    [SkippableFact]
    public async Task Act_OtherRunThanDecided_IsLeftAlone()
    {
        var before = await RunningAsync();

        var outcome = await Unit.ActAsync(Orders.RestartIfHung(before) with { Instance = "another" }, CancellationToken.None);

        Assert.Equal((RestartResult.Displaced, "other-instance"), (outcome.Result, outcome.Reason.Code));
        Assert.Equal(before.MainPid, (await Unit.StatusAsync()).MainPid);
    }

    [SkippableFact]
    public async Task Look_StoppedByHand_IsNotForUsToStart()
    {
        var before = await RunningAsync();

        await StopByHandAsync();
        await Eventually.TrueAsync(async () => (await Unit.StatusAsync()).State is UnitState.Inactive or UnitState.NotFound, "a stop by hand");
        Assert.NotEqual(LastEnd.ByItself, (await Unit.StatusAsync()).LastEnd);

        await StartByHandAsync();
        var after = await RunningAsync();
        Assert.NotEqual(before.Instance, after.Instance);
    }

    [SkippableFact]
    public async Task Crash_IsToldAndTheServiceComesBack()
    {
        var before = await RunningAsync();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Unit.Subscribe(() => told.TrySetResult());

        await SignalAsync(before.MainPid, "KILL");
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        if (!RestartsByItself)
        {
            await Eventually.TrueAsync(async () => (await Unit.StatusAsync()).State == UnitState.Failed, "a crash");
            Assert.Equal(LastEnd.ByItself, (await Unit.StatusAsync()).LastEnd);
            var outcome = await Unit.ActAsync(Orders.EnsureUp(before), CancellationToken.None);
            Assert.True(outcome.Result == RestartResult.Done, outcome.ToString());
        }

        var after = await RunningAsync(otherThan: before.Instance);
        Assert.NotEqual(before.MainPid, after.MainPid);
    }

    [SkippableFact]
    public async Task ManagerNotThere_IsUnknownAndSaidSo()
    {
        var running = await RunningAsync();

        var look = await OfNoManager.LookAsync(CancellationToken.None);
        var outcome = await OfNoManager.ActAsync(Orders.RestartIfHung(running), CancellationToken.None);

        Assert.Null(look.Status);
        Assert.NotEqual("", look.Unseen.Sentence);
        Assert.Equal(RestartResult.Unreachable, outcome.Result);
    }

    [SkippableFact]
    public async Task Memory_OfItsProcess_IsRead()
    {
        await RunningAsync();
        var memory = await Unit.ReadMemoryAsync(Config.MemorySource.WorkingSet, CancellationToken.None);
        Assert.InRange(memory.Bytes ?? -1, 1, 64L << 20);
    }

    /// <summary>As an administrator does it.</summary>
    protected abstract Task StopByHandAsync();

    protected abstract Task StartByHandAsync();

    /// <summary>What the kernel calls a process; null when there is none.</summary>
    protected virtual Task<string?> NameOfAsync(int pid) => Task.FromResult(ProcStat.Read(pid) is { IsOver: false } stat ? stat.Name : null);

    protected virtual async Task SignalAsync(int pid, string signal) => (await Shell.RunAsync(["kill", $"-{signal}", $"{pid}"])).Ok();

    /// <summary>Waits until it runs. (A program that has just been forked is not <c>sleep</c> yet.)</summary>
    internal async Task<UnitStatus> RunningAsync(string? otherThan = null)
    {
        UnitStatus? status = null;
        await Eventually.TrueAsync(
            async () =>
            {
                status = (await Unit.LookAsync(CancellationToken.None)).Status;
                return status is { State: UnitState.Active, MainPid: > 0 } && status.Instance != otherThan && await NameOfAsync(status.MainPid) == "sleep";
            },
            $"a run of {Unit.Name}");
        return status!;
    }
}
