using Watchdog.Core;
using Watchdog.Evidence;

namespace Watchdog.Supervision;

/// <summary>What a loop has under way outside of itself: looks, diagnoses, actions. Each comes back through the inbox, whatever became of it.</summary>
internal sealed class Errands(Keeper keeper, Looker looker, Actor actor, Inbox inbox, ILogger log, CancellationToken stopping)
{
    private CancellationTokenSource? _lastLook;

    /// <summary>Looks at a check, and at what a restart for it would have to wait for.</summary>
    public void Look(CheckSlot slot)
    {
        var instance = keeper.State.Instance;
        var timeout = Cadence.Deadline(slot.Policy, keeper.State.Check(slot.Policy.Name), slot.HealthyTook);
        Run(() => LookAsync(slot, instance, timeout), slot);
    }

    /// <summary>Sees what is around a check.</summary>
    public void Diagnose(Diagnose order, CheckSlot slot, UnitStatus status)
    {
        slot.IsDiagnosed = true;
        var instance = keeper.State.Instance;
        Run(async () => new Mail(new Diagnosed(order.Check, instance, await looker.AroundAsync(slot, status, order.OnlyListener, stopping).ConfigureAwait(false)), slot), slot);
    }

    /// <summary>Looks once more, and takes evidence beside it. What is left of the time before is of no use any more.</summary>
    public void LookOnceMore(BeginAction order)
    {
        CallOff();
        _lastLook = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var cancel = _lastLook.Token;
        Run(async () => new Mail(await actor.LastLookAsync(order, cancel).ConfigureAwait(false)), calledOff: cancel);
    }

    /// <summary>Nobody waits for the last look any more: neither it nor the evidence beside it is carried on.</summary>
    public void CallOff()
    {
        if (Interlocked.Exchange(ref _lastLook, null) is { } left) _ = EndAsync(left);
    }

    public void TakeEvidence(TakeEvidence order) => Run(async () => new Mail(
        await actor.TakeEvidenceAsync(Occasion.Of(order), stopping).ConfigureAwait(false) is { Id: { } id } ? new EvidenceTaken(id, order.Reason.ToString()) { Check = order.Check } : new Tick()));

    public void Restart(Restart order) => Run(async () => new Mail(await actor.RestartAsync(order, stopping).ConfigureAwait(false)));

    private async Task<Mail> LookAsync(CheckSlot slot, string instance, TimeSpan timeout)
    {
        var answer = await looker.AtCheckAsync(slot, instance, timeout, stopping).ConfigureAwait(false);
        if (looker.Waits is { } waits)
        {
            // Before the look in the inbox, so before it in the judgement.
            foreach (var news in await waits.AroundAsync(slot.Policy, answer.Observation, keeper.State, stopping).ConfigureAwait(false)) inbox.Post(new Mail(news));
        }

        return new Mail(new Observed(answer.Observation), slot, answer.Readings);
    }

    /// <summary>Its first step as well is not the loop's.</summary>
    private void Run(Func<Task<Mail>> work, CheckSlot? slot = null, CancellationToken calledOff = default) =>
        _ = Task.Run(() => RunAsync(work, slot, calledOff), CancellationToken.None);

    private async Task RunAsync(Func<Task<Mail>> work, CheckSlot? slot, CancellationToken calledOff)
    {
        try
        {
            inbox.Post(await work().ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || calledOff.IsCancellationRequested)
        {
            // We are ending: what was ordered is on record, and the next run finds out what came of it. Or it was called off, and nobody waits for it.
        }
        catch (Exception bug)
        {
            Log.TurnFailed(log, keeper.Config.Name, bug);
            inbox.Post(new Mail(new Tick(), slot));      // a slot that stays taken would never be looked at again
        }
    }

    /// <summary>Off the loop: what is called when it is cancelled may take its time.</summary>
    private static async Task EndAsync(CancellationTokenSource left)
    {
        await left.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        left.Dispose();
    }
}
