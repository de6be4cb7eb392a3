using Watchdog.Core;
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
        keeper.Take(new Resumed("check"), clock.Now);
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
        var due = looker.Slots.Where(slot => all || IsBelowThreshold(slot.Policy.Name) || IsBelowThreshold(slot.CounterCheck)).ToArray();
        var answers = await Task.WhenAll(due.Select(slot => looker.AtCheckAsync(slot, instance, cancel).AsTask())).ConfigureAwait(false);
        for (var i = 0; i < due.Length; i++)
        {
            if (await CarryOutAsync(new Observed(answers[i].Observation), cancel).ConfigureAwait(false)) return true;
            if (answers[i].Counter?.Value is not { } value || keeper.Count(due[i].CounterCheck!, value, instance) is not { } counted) continue;
            if (await CarryOutAsync(new Observed(counted with { Instance = instance }), cancel).ConfigureAwait(false)) return true;
        }

        return false;
    }

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
                case BeginAction begin:
                    acted |= await CarryOutAsync(await actor.LastLookAsync(begin, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
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
    private bool IsBelowThreshold(string? check) =>
        check is not null && keeper.Config.Policy.Find(check) is { } policy
        && keeper.State.Check(check) is { Failures: > 0, Unhealthy: false } seen && seen.Failures < policy.FailureThreshold;
}
