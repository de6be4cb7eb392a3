using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>Asks the main process by a signal to write down what it does, and waits a moment for that.</summary>
internal sealed class DumpRequest(SystemdManager manager, SystemdUnit unit, DumpSignal signal)
{
    /// <param name="before">The unit just now: active, and the run that is to be restarted.</param>
    /// <returns>What came of it, for people, and the unit after; null where it is not to be seen any more.</returns>
    public async Task<(string Note, UnitStatus? After)> RunAsync(UnitStatus before, CancellationToken cancel)
    {
        var name = DumpSignals.Name(signal);
        if (before.MainPid == 0) return ($"{name} not sent: there is no main process", before);

        var changed = new SemaphoreSlim(0);
        using var subscription = unit.Subscribe(() => changed.Release());
        var asked = await manager.ManagerAsync("KillUnit", Write, static _ => 0, cancel).ConfigureAwait(false);
        if (asked.Error is { } error)
        {
            var why = Refusal.Of(error, "kill", unit.Name).Reason.Sentence;
            Log.DumpNotAsked(manager.Log, unit.Name, name, why);
            return ($"{name} could not be sent: {why}", before);
        }

        Log.DumpAsked(manager.Log, unit.Name, before.MainPid, name);
        if (DumpSignals.IsStopped(before.MainPid)) return ($"{name} sent to pid {before.MainPid}, which is stopped", before);

        return await WaitAsync(name, before, changed, cancel).ConfigureAwait(false);
    }

    private async Task<(string Note, UnitStatus? After)> WaitAsync(string name, UnitStatus before, SemaphoreSlim changed, CancellationToken cancel)
    {
        var begun = manager.Time.GetTimestamp();
        using var moment = new CancellationTokenSource(DumpSignals.Moment, manager.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(moment.Token, cancel);
        while (!either.IsCancellationRequested)
        {
            await changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancel.ThrowIfCancellationRequested();
            var look = await unit.LookAsync(cancel).ConfigureAwait(false);
            if (look.Status is { } status && IsSame(before, status)) continue;

            var ended = look.Status is null ? "" : $", by which pid {before.MainPid} has ended";
            return ($"{name} sent {Words.Span(manager.Time.GetElapsedTime(begun))} before{ended}", look.Status);
        }

        return ($"{name} sent {Words.Span(DumpSignals.Moment)} before", before);
    }

    private static bool IsSame(UnitStatus before, UnitStatus now) =>
        now.State == UnitState.Active && now.Instance == before.Instance && now.MainPid == before.MainPid;

    private void Write(BusMessage message)
    {
        message.Append(unit.Name);
        message.Append("main");
        message.Append(DumpSignals.Number(signal));
    }
}
