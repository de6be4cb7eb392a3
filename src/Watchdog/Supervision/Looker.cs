using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>Takes looks for one service, so that a bug in a probe or a manager is an answer too: "could not look".</summary>
internal sealed class Looker(string service, IManagedUnit unit, ImmutableArray<CheckSlot> slots, TimeProvider time, ILogger log)
{
    /// <summary>Above every deadline of a probe's own: what passes it is a bug of ours, not a sick service.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    public ImmutableArray<CheckSlot> Slots { get; } = slots;

    /// <summary>Asks the manager.</summary>
    public async ValueTask<Input> AtUnitAsync(CancellationToken cancel)
    {
        try
        {
            var look = await unit.LookAsync(cancel).ConfigureAwait(false);
            return look.Status is { } status ? new UnitSeen(status) : new UnitUnseen(look.Unseen);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            Log.LookFailed(log, service, unit.Name, bug);
            return new UnitUnseen(new Reason("internal-error", $"asking the manager failed with {bug.GetType().Name}"));
        }
    }

    /// <summary>Looks at one check.</summary>
    public async ValueTask<ProbeAnswer> AtCheckAsync(CheckSlot slot, string instance, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(slot.Policy.Timeout + s_grace, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var began = time.GetTimestamp();
        try
        {
            var answer = await slot.Probe.LookAsync(both.Token).ConfigureAwait(false);
            slot.LastTook = time.GetElapsedTime(began);
            return answer with { Observation = answer.Observation with { Instance = instance, Took = slot.LastTook.Value } };
        }
        catch (Exception bug) when (!cancel.IsCancellationRequested)
        {
            Log.LookFailed(log, service, slot.Policy.Name, bug);
            var saw = Observation.CouldNotLook(slot.Policy.Name, "internal-error", $"the probe failed with {bug.GetType().Name}");
            return new ProbeAnswer(saw with { Instance = instance });
        }
    }

    /// <summary>The slot whose look tells of the check: its own, or the one that its counter rides on.</summary>
    public CheckSlot? SlotOf(string check)
    {
        foreach (var slot in Slots)
        {
            if (slot.Policy.Name == check || slot.CounterCheck == check) return slot;
        }

        return null;
    }
}
