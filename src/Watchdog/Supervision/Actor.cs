using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Supervision;

/// <summary>Carries decisions out, off the loop. Every path ends in the echo that the judgement waits for.</summary>
internal sealed class Actor(Keeper keeper, IManagedUnit unit, Looker looker, TimeProvider time, ILogger log)
{
    /// <summary>The last look, taken beside the evidence.</summary>
    public async Task<Input> LastLookAsync(BeginAction begin, CancellationToken cancel)
    {
        var check = begin.Cause is { } cause ? await AtCauseAsync(cause, cancel).ConfigureAwait(false) : null;

        if (check is null && looker.Self is { } self) await self.AssessAsync(cancel).ConfigureAwait(false);

        // The unit last: the look at a frozen server takes long, and what it was aimed at may be gone by then.
        var seen = await looker.AtUnitAsync(cancel).ConfigureAwait(false);
        return new LastLookEnded(begin.Epoch, check, (seen as UnitSeen)?.Status);
    }

    /// <summary>Asks the manager.</summary>
    public async Task<Input> RestartAsync(Restart order, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        RestartOutcome outcome;
        try
        {
            outcome = await unit.ActAsync(order, cancel).ConfigureAwait(false);
        }
        catch (Exception bug) when (!cancel.IsCancellationRequested)
        {
            Log.ActFailed(log, keeper.Config.Name, bug);
            outcome = new RestartOutcome(RestartResult.Failed, new Reason("internal-error", $"asking the manager failed with {bug.GetType().Name}"));
        }

        outcome = outcome with { Took = time.GetElapsedTime(began) };
        Log.RestartEnded(log, keeper.Config.Name, outcome.Result, outcome.Reason, outcome.Took.TotalSeconds);
        return new RestartEnded(order.Epoch, outcome);
    }

    private async Task<Observation?> AtCauseAsync(string cause, CancellationToken cancel)
    {
        if (looker.SlotOf(cause) is not { } slot) return null;

        var instance = keeper.State.Instance;
        var answer = await looker.AtCheckAsync(slot, instance, cancel).ConfigureAwait(false);
        if (slot.Policy.Name == cause) return answer.Observation;

        // The cause is a counter that rides on this answer. No answer at all is no better.
        if (answer.Counter?.Value is not { } value) return answer.Observation.Look == Look.Failed ? answer.Observation with { Check = cause } : null;
        return keeper.Peek(cause, value, instance);
    }
}
