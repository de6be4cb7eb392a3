using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Managers.Driven;

/// <summary>
/// A service of a manager that tells nothing unasked. What all of them have in common is here: which run it is, what may have come between decision and
/// order, the signal before a restart, the wait for the new run, memory by the process tree, and the watch for an end.
/// </summary>
/// <param name="driver">Of its manager.</param>
/// <param name="time">For deadlines.</param>
/// <param name="logger">Ours.</param>
/// <param name="order">The one of the service, which outlives a reload; null where nobody else gives it any.</param>
internal sealed class DrivenUnit(IDriver driver, TimeProvider time, ILogger logger, OneOrder? order = null) : IManagedUnit
{
    private const string CgroupRoot = "/sys/fs/cgroup";

    /// <summary>For the new run, once the manager has said that it is done.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_memoryDeadline = TimeSpan.FromMilliseconds(500);

    private readonly ProcessMemory _memory = new(time);
    private readonly Runs _runs = new(time);
    private readonly OneOrder _order = order ?? new OneOrder();
    private volatile UnitStatus? _last;

    public string Name => driver.Name;

    public async ValueTask<UnitLook> LookAsync(CancellationToken cancel)
    {
        // Asked before the look as well: what an order has ended with by now is not yet what was seen.
        var before = _order.Job;
        var look = await SeeAsync(cancel).ConfigureAwait(false);
        if ((before ?? _order.Job) is not { } job || look.Status is not { } status) return look;

        _last = status = status with { Job = job };
        return UnitLook.Seen(status);
    }

    public async Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var began = time.GetTimestamp();
        if (_order.TryBegin(order.Intent, () => CarryOutAsync(order, cancel)) is not { } carrying) return Outcome(RestartResult.Displaced, "busy", "its start or stop is under way");

        var outcome = await carrying.WaitAsync(cancel).ConfigureAwait(false);
        return outcome with { Took = time.GetElapsedTime(began) };
    }

    public async ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel)
    {
        if (_last is null && await LookAsync(cancel).ConfigureAwait(false) is { Status: null } look) return new MemoryLook(null, null, look.Unseen);

        // A control group of its own is counted by the kernel, which knows its limit as well.
        if (source == MemorySource.WorkingSet && _last is { ControlGroup.Length: > 0 } own && CgroupMemory.Read(CgroupRoot, own.ControlGroup) is { Bytes: not null } counted) return counted;

        var pid = _last?.MainPid ?? 0;
        return pid == 0
            ? new MemoryLook(null, null, new Reason("not-running", $"{Name} has no process that its manager names"))
            : await _memory.ReadAsync(pid, source, s_memoryDeadline, cancel).ConfigureAwait(false);
    }

    public IDisposable Subscribe(Action changed) => new EndWatch(() => _last, changed, time);

    private async ValueTask<UnitLook> SeeAsync(CancellationToken cancel)
    {
        var look = await driver.LookAsync(cancel).ConfigureAwait(false);
        if (look.Status is not { } status) return look;

        _last = status = _runs.Name(status);
        return UnitLook.Seen(status);
    }

    /// <summary>
    /// Until the first word to its manager the loop may take it back; from then on it goes on to its end, and where nobody waits any more, the log has what
    /// came of it.
    /// </summary>
    private async Task<RestartOutcome> CarryOutAsync(Restart order, CancellationToken loop)
    {
        var look = await SeeAsync(loop).ConfigureAwait(false);
        loop.ThrowIfCancellationRequested();
        if (look.Status is not { } status) return new RestartOutcome(RestartResult.Unreachable, look.Unseen);
        if (Obstacle.Against(order, status, Name) is { } obstacle) return new RestartOutcome(RestartResult.Displaced, obstacle);

        var outcome = order.Intent == Intent.EnsureUp
            ? await driver.StartAsync(status, CancellationToken.None).ConfigureAwait(false)
            : await RestartAsync(order, status).ConfigureAwait(false);
        if (!loop.IsCancellationRequested) return await SettledAsync(outcome, status, loop).ConfigureAwait(false);

        Log.OrderOutlivedLoop(logger, Name, outcome.Result, outcome.Reason);
        return outcome;
    }

    private async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus status)
    {
        var note = "";
        var now = status;
        if (order.Signal is { } signal)
        {
            (note, var after) = await AskForDumpAsync(signal, status).ConfigureAwait(false);
            if (after is null) return Outcome(RestartResult.Unreachable, "unit-unseen", $"{note}; then its manager could not be asked any more");
            now = after;
        }

        var outcome = await ReplaceAsync(order, status, now).ConfigureAwait(false);
        return note.Length == 0 ? outcome : outcome with { Reason = outcome.Reason with { Sentence = $"{outcome.Reason.Sentence}; {note}" } };
    }

    /// <summary>Where the signal has ended it, its manager may have been faster than us.</summary>
    private async Task<RestartOutcome> ReplaceAsync(Restart order, UnitStatus before, UnitStatus now)
    {
        if (now.Instance != before.Instance && now.State == UnitState.Active) return Outcome(RestartResult.Done, "started", $"{Name} has been started anew");

        return now.State == UnitState.Active || now.StopNeverEnds
            ? await driver.RestartAsync(order, now, CancellationToken.None).ConfigureAwait(false)
            : await driver.StartAsync(now, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What a manager calls done is a new process only a moment later; what ends at once has not been started.</summary>
    private async Task<RestartOutcome> SettledAsync(RestartOutcome outcome, UnitStatus before, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (outcome.Result == RestartResult.Done && time.GetElapsedTime(began) < s_settle)
        {
            // Unseen as well: its process may not have written its id yet.
            var status = (await SeeAsync(cancel).ConfigureAwait(false)).Status;
            if (status is { State: UnitState.Active } && status.Instance != before.Instance) return outcome;
            if (status is { State: UnitState.Failed } && status.Instance != before.Instance)
                return new RestartOutcome(RestartResult.Failed, new Reason("ended-at-once", $"{Name} was started and has ended at once: {status.SubState}")) { Killed = outcome.Killed };

            await Task.Delay(s_lookAgain, time, cancel).ConfigureAwait(false);
        }

        return outcome;
    }

    private async Task<(string Note, UnitStatus? After)> AskForDumpAsync(DumpSignal signal, UnitStatus before)
    {
        var name = DumpSignals.Name(signal);
        if (await driver.SignalAsync(signal, before, CancellationToken.None).ConfigureAwait(false) is { } why)
        {
            Log.DumpNotAsked(logger, Name, name, why);
            return ($"{name} could not be sent: {why}", before);
        }

        Log.DumpAsked(logger, Name, before.MainPid, name);
        if (DumpSignals.IsStopped(before.MainPid)) return ($"{name} sent to pid {before.MainPid}, which is stopped", before);

        await Task.Delay(DumpSignals.Moment, time, CancellationToken.None).ConfigureAwait(false);
        var after = (await SeeAsync(CancellationToken.None).ConfigureAwait(false)).Status;
        var ended = after is null || after.Instance == before.Instance && after.State == UnitState.Active ? "" : $", by which pid {before.MainPid} has ended";
        return ($"{name} sent {Words.Span(DumpSignals.Moment)} before{ended}", after);
    }

    private static RestartOutcome Outcome(RestartResult result, string code, string sentence) => new(result, new Reason(code, sentence));
}
