using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>What a loop has under way outside of itself: looks, diagnoses, actions. Each comes back through the inbox, whatever became of it.</summary>
internal sealed class Errands(Keeper keeper, Looker looker, Actor actor, Inbox inbox, ILogger log, CancellationToken stopping)
{
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

    public void LookOnceMore(BeginAction order) => Run(async () => new Mail(await actor.LastLookAsync(order, stopping).ConfigureAwait(false)));

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
    private void Run(Func<Task<Mail>> work, CheckSlot? slot = null) => _ = Task.Run(() => RunAsync(work, slot), CancellationToken.None);

    private async Task RunAsync(Func<Task<Mail>> work, CheckSlot? slot)
    {
        try
        {
            inbox.Post(await work().ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // We are ending: what was ordered is on record, and the next run finds out what came of it.
        }
        catch (Exception bug)
        {
            Log.TurnFailed(log, keeper.Config.Name, bug);
            inbox.Post(new Mail(new Tick(), slot));      // a slot that stays taken would never be looked at again
        }
    }
}
