using Watchdog.Core;
using Watchdog.Managers.Driven;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Managers.Driven;

/// <summary>An order of ours, and the loop that gave it.</summary>
public sealed class DrivenUnitTests
{
    private static readonly Restart s_restart = new(1, Intent.RestartIfHung, new Reason("test", "a test")) { Instance = "a" };
    private static readonly RestartOutcome s_failed = new(RestartResult.Failed, new Reason("test-failed", "it did not"));

    /// <summary>Far above what a loaded machine takes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FakeDriver _driver = new();
    private readonly OneOrder _order = new();
    private readonly CapturedLog _log = new();
    private readonly TestTimeProvider _time = new();

    [Fact]
    public async Task ActAsync_LoopEndsInItsMiddle_IsCarriedOutToItsEnd()
    {
        using var loop = new CancellationTokenSource();
        var acting = Unit().ActAsync(s_restart, loop.Token);

        await loop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acting);
        Assert.Equal(("a restart of ours", false), (_order.Job, _order.Ended.IsCompleted));
        _driver.Outcome.SetResult(s_failed);
        await _order.Ended;
        Assert.Null(_order.Job);
        Assert.Contains(_log.Messages, line => line.Contains("carried out all the same: Failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ActAsync_LoopHasEnded_OrdersNothing()
    {
        using var loop = new CancellationTokenSource();
        await loop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Unit().ActAsync(s_restart, loop.Token));

        Assert.Empty(_driver.Orders);
    }

    [Fact]
    public async Task ActAsync_OrderOfTheLoopBeforeUnderWay_IsLeftToIt()
    {
        using var loop = new CancellationTokenSource();
        var acting = Unit().ActAsync(s_restart, loop.Token);
        await loop.CancelAsync();
        var next = Unit();

        _driver.Status = new UnitStatus { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, RestartStops = true };
        var during = await next.LookAsync(default);
        var outcome = await next.ActAsync(s_restart with { Intent = Intent.EnsureUp }, default).WaitAsync(s_patience);

        Assert.Equal("a restart of ours", during.Status!.Job);
        Assert.Equal((RestartResult.Displaced, "busy"), (outcome.Result, outcome.Reason.Code));
        Assert.Equal(["restart"], _driver.Orders);
        _driver.Outcome.SetResult(s_failed);
        await _order.Ended;
        Assert.Null((await next.LookAsync(default)).Status!.Job);
    }

    [Fact]
    public async Task Subscribe_OrderUnderWay_LooksForItsEndSoon()
    {
        _driver.Status = _driver.Status with { State = UnitState.Inactive };
        using var loop = new CancellationTokenSource();
        var unit = Unit();
        var acting = unit.ActAsync(s_restart with { Intent = Intent.EnsureUp }, loop.Token);
        await unit.LookAsync(default);
        var told = 0;
        using var watch = unit.Subscribe(() => told++);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, told);
        _driver.Outcome.SetResult(s_failed);
        Assert.Equal(s_failed.Reason, (await acting).Reason);
    }

    private DrivenUnit Unit() => new(_driver, _time, _log, _order);
}
