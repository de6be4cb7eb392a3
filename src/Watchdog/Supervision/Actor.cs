using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Managers;

namespace Watchdog.Supervision;

/// <summary>Carries decisions out, off the loop. Every path ends in the echo that the judgement waits for.</summary>
internal sealed class Actor(Keeper keeper, IManagedUnit unit, Looker looker, Clock clock, ILogger log)
{
    /// <summary>The last look, taken beside the evidence. What holds the processes still waits until it has failed.</summary>
    public async Task<Input> LastLookAsync(BeginAction begin, CancellationToken cancel)
    {
        var evidence = looker.Evidence?.Begin(Occasion.Before(begin), keeper.State, looker.Slots, cancel);
        LastLookEnded ended;
        try
        {
            ended = await LookOnceMoreAsync(begin, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (evidence is not null)
        {
            await evidence.CallOffAsync().ConfigureAwait(false);        // stopped by an operator, or by our end: what was taken until then is kept
            throw;
        }

        if (evidence is not null) ended = ended with { Evidence = await (GoesOn(begin, ended) ? evidence.EndAsync() : evidence.CallOffAsync()).ConfigureAwait(false) };

        cancel.ThrowIfCancellationRequested();

        // The unit last: the look at a frozen server takes long, and what it was aimed at may be gone by then.
        var seen = await looker.AtUnitAsync(cancel).ConfigureAwait(false);
        return ended with { Status = (seen as UnitSeen)?.Status };
    }

    /// <summary>Evidence without an action.</summary>
    /// <returns>Its id; else why there is none.</returns>
    public async Task<(string? Id, string? Problem)> TakeEvidenceAsync(Occasion occasion, CancellationToken cancel)
    {
        if (looker.Evidence?.Begin(occasion, keeper.State, looker.Slots, cancel) is not { } evidence) return (null, "evidence is switched off (evidence.enabled)");

        var id = await evidence.EndAsync().ConfigureAwait(false);
        return (id, evidence.Problem);
    }

    private static bool GoesOn(BeginAction begin, LastLookEnded look) => begin.Intent == Intent.EnsureUp || look.Check is { Look: Look.Failed, AlertOnly: false };

    private async Task<LastLookEnded> LookOnceMoreAsync(BeginAction begin, CancellationToken cancel)
    {
        var waits = looker.Waits?.AtLastLookAsync(begin, keeper.State, cancel);
        var check = begin.Cause is { } cause ? await AtCauseAsync(cause, cancel).ConfigureAwait(false) : null;

        // After it, not beside it: what waited when it began and has been taken by now is at work.
        var signals = check is { Look: Look.Passed } ? null : await AroundAsync(begin.Cause, cancel).ConfigureAwait(false);
        if (check is null && looker.Self is { } self) await self.AssessAsync(cancel).ConfigureAwait(false);

        var ended = new LastLookEnded(begin.Epoch, check, null, signals);
        return waits is not null && await waits.ConfigureAwait(false) is var beside ? ended with { Dependencies = beside.Dependencies, Busy = beside.Busy } : ended;
    }

    /// <summary>Of a unit that has failed, what matters is who holds the place that it will want.</summary>
    private async Task<Signals?> AroundAsync(string? cause, CancellationToken cancel)
    {
        var slot = cause is null ? looker.Slots.FirstOrDefault(slot => slot.Policy.Diagnosable) : looker.SlotOf(cause);
        if (slot is not { Policy.Diagnosable: true } || keeper.State.Unit is not { } status) return null;

        return await looker.AroundAsync(slot, status, onlyListener: cause is null, cancel).ConfigureAwait(false);
    }

    /// <summary>Asks the manager.</summary>
    public async Task<Input> RestartAsync(Restart order, CancellationToken cancel)
    {
        var began = clock.Time.GetTimestamp();
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

        outcome = outcome with { Took = clock.Time.GetElapsedTime(began) };
        looker.Evidence?.AfterAction();
        Log.RestartEnded(log, keeper.Config.Name, outcome.Result, outcome.Reason, outcome.Took.TotalSeconds);
        return new RestartEnded(order.Epoch, outcome);
    }

    private async Task<Observation?> AtCauseAsync(string cause, CancellationToken cancel)
    {
        if (looker.SlotOf(cause) is not { } slot) return null;

        var instance = keeper.State.Instance;
        var timeout = Cadence.LastDeadline(slot.Policy, keeper.State.Check(slot.Policy.Name), slot.HealthyTook, clock.Now.Uptime);
        var answer = await looker.AtLastAsync(slot, instance, timeout, cancel).ConfigureAwait(false);
        if (slot.Policy.Name == cause) return answer.Observation;

        return keeper.Peek(cause, slot, answer);
    }
}
