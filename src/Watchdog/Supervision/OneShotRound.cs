using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Probes;
using Watchdog.Supervision.Host;

namespace Watchdog.Supervision;

/// <summary>
/// One service, once: looks, repeats what fails up to its threshold, acts when that is decided, and ends. The same keeper, so the same
/// thresholds, gate, budget and ledger as the daemon's; a new instance is proven by the next run.
/// </summary>
internal sealed class OneShotRound(Keeper keeper, Looker looker, Actor actor, Clock clock, IHostView? host = null)
{
    /// <summary>A timer of minutes must not need three of them for a threshold of 3.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3);

    private readonly IHostView _host = host ?? NoHostView.Instance;

    /// <returns>Whether anything was done.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var ends = clock.Now.Uptime + Longest;
        _host.Begin();
        keeper.Take(new Resumed(Resumed.Round), clock.Now);
        foreach (var input in MaintenanceRule.Follow(keeper.Config.Maintenance, keeper.State, clock.Now)) keeper.Take(input, clock.Now);
        if (await CarryOutAsync(await looker.AtUnitAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false)) return true;

        var first = true;
        while (keeper.State.Unit is { State: UnitState.Active or UnitState.Reloading })
        {
            if (await LookAsync(first, cancel).ConfigureAwait(false)) return true;
            if (keeper.State.Phase != Phase.Suspect || !AnyBelowThreshold() || clock.Now.Uptime + s_pause >= ends) return false;

            first = false;
            await Task.Delay(s_pause, clock.Time, cancel).ConfigureAwait(false);
            if (await CarryOutAsync(await looker.AtUnitAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false)) return true;
        }

        return false;
    }

    /// <summary>Side by side, as the daemon does: ten checks that hang take no longer than one.</summary>
    private async Task<bool> LookAsync(bool all, CancellationToken cancel)
    {
        var instance = keeper.State.Instance;
        var due = looker.Slots.Where(slot => all || IsBelowThreshold(slot.Policy.Name) || slot.Riders.Any(rider => IsBelowThreshold(rider.Policy.Name))).ToArray();
        var answers = await Task.WhenAll(due.Select(slot => AtAsync(slot, instance, cancel))).ConfigureAwait(false);
        for (var i = 0; i < due.Length; i++)
        {
            if (looker.Waits is { } waits)
            {
                foreach (var news in await waits.AroundAsync(due[i].Policy, answers[i].Observation, keeper.State, cancel).ConfigureAwait(false)) keeper.Take(news, clock.Now);
            }

            if (await CarryOutAsync(new Observed(answers[i].Observation), cancel).ConfigureAwait(false)) return true;
            foreach (var seen in keeper.Ridden(due[i], answers[i].Readings, answers[i].Observation, clock.Now.Utc))
            {
                if (await CarryOutAsync(new Observed(seen), cancel).ConfigureAwait(false)) return true;
            }
        }

        return false;
    }

    private Task<ProbeAnswer> AtAsync(CheckSlot slot, string instance, CancellationToken cancel) =>
        looker.AtCheckAsync(slot, instance, Cadence.Deadline(slot.Policy, keeper.State.Check(slot.Policy.Name), slot.HealthyTook), cancel).AsTask();

    /// <returns>Whether the manager was asked for anything.</returns>
    private async Task<bool> CarryOutAsync(Input input, CancellationToken cancel)
    {
        var acted = false;
        input = _host.Complete(input);
        while (_host.Next(keeper.State) is { } told) keeper.Take(told, clock.Now);
        foreach (var decision in keeper.Take(input, clock.Now))
        {
            switch (decision)
            {
                case Diagnose diagnose when looker.SlotOf(diagnose.Check) is { } slot && keeper.State is { Unit: { } status, Instance: var instance }:
                    acted |= await CarryOutAsync(new Diagnosed(diagnose.Check, instance, await looker.AroundAsync(slot, status, diagnose.OnlyListener, cancel).ConfigureAwait(false)), cancel).ConfigureAwait(false);
                    break;
                case BeginAction begin:
                    acted |= await CarryOutAsync(await actor.LastLookAsync(begin, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
                    break;
                case TakeEvidence take:
                    var taken = await actor.TakeEvidenceAsync(Occasion.Of(take), cancel).ConfigureAwait(false);
                    if (taken.Id is { } id) acted |= await CarryOutAsync(new EvidenceTaken(id, take.Reason.ToString()) { Check = take.Check }, cancel).ConfigureAwait(false);
                    break;
                case Restart restart:
                    await CarryOutAsync(await actor.RestartAsync(restart, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
                    await CarryOutAsync(await looker.AtUnitAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
                    acted = true;
                    break;
            }
        }

        return acted;
    }

    private bool AnyBelowThreshold()
    {
        foreach (var check in keeper.Config.Policy.Checks)
        {
            if (IsBelowThreshold(check.Name)) return true;
        }

        return false;
    }

    /// <summary>One that has failed often enough, but not yet for long enough (memory), is left to the next run.</summary>
    private bool IsBelowThreshold(string check) =>
        keeper.Config.Policy.Find(check) is { } policy
        && keeper.State.Check(check) is { Failures: > 0 } seen && seen.Failures < Judge.Needed(policy, seen);
}
