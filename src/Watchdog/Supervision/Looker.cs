using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Evidence;
using Watchdog.Managers;
using Watchdog.Probes;
using Watchdog.Supervision.Host;

namespace Watchdog.Supervision;

/// <summary>Takes looks for one service, so that a bug in a probe or a manager is an answer too: "could not look".</summary>
internal sealed class Looker(string service, IManagedUnit unit, ImmutableArray<CheckSlot> slots, IDiagnostician? diagnostician, TimeProvider time, ILogger log)
{
    /// <summary>The code of a look that failed while a collector held its processes still.</summary>
    private const string Held = "held-by-evidence";

    /// <summary>Above every deadline of a probe's own: what passes it is a bug of ours, not a sick service.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <summary>The next look waits for what is seen around the one before.</summary>
    private static readonly TimeSpan s_around = TimeSpan.FromSeconds(5);

    public ImmutableArray<CheckSlot> Slots { get; } = slots;

    /// <summary>What its restarts wait for; null for nothing.</summary>
    public Waits? Waits { get; init; }

    /// <summary>Asked about ourselves when a look has failed; null where nobody asks.</summary>
    public SelfHealth? Self { get; init; }

    /// <summary>Takes evidence of it; null where nobody does.</summary>
    public ServiceEvidence? Evidence { get; init; }

    /// <summary>Asks the manager.</summary>
    public async ValueTask<Input> AtUnitAsync(CancellationToken cancel)
    {
        try
        {
            var look = await unit.LookAsync(cancel).ConfigureAwait(false);
            return look.Status is { } status ? new UnitSeen(status) : new UnitUnseen(look.Unseen);
        }
        catch (Exception bug) when (!cancel.IsCancellationRequested)
        {
            Log.LookFailed(log, service, unit.Name, bug);
            return new UnitUnseen(new Reason("internal-error", $"asking the manager failed with {bug.GetType().Name}"));
        }
    }

    /// <summary>Looks at one check. A probe that ignores even its token is left behind, and its check not asked again until it has come back.</summary>
    public async ValueTask<ProbeAnswer> AtCheckAsync(CheckSlot slot, string instance, TimeSpan timeout, CancellationToken cancel)
    {
        if (!slot.Look.IsCompleted) return Unknown(slot, instance, "probe-stuck", "the look before has still not come back");

        using var deadline = new CancellationTokenSource(timeout + s_grace, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var began = time.GetTimestamp();
        var look = AskAsync(slot.Probe, timeout, both.Token);
        slot.Look = look;
        try
        {
            var answer = await look.WaitAsync(both.Token).ConfigureAwait(false);
            var took = time.GetElapsedTime(began);
            slot.Look = Task.CompletedTask;
            slot.LastTook = took;
            if (answer.Observation.Look == Look.Passed) slot.Passed(took);
            if (answer.Observation.Look == Look.Failed && Evidence?.Stillness.Overlaps(began) == true) return Unknown(slot, instance, Held, "its processes were held still for evidence meanwhile");

            Remember(slot, answer.Observation, took);
            return answer with { Observation = answer.Observation with { Instance = instance, Took = took } };
        }
        catch (Exception bug) when (!cancel.IsCancellationRequested)
        {
            Log.LookFailed(log, service, slot.Policy.Name, bug);
            return deadline.IsCancellationRequested
                ? Unknown(slot, instance, "probe-stuck", $"the probe did not come back within its deadline of {Words.Span(timeout)}")
                : Unknown(slot, instance, "internal-error", $"the probe failed with {bug.GetType().Name}");
        }
    }

    /// <summary>The same, once more where another bundle held its processes still meanwhile: that must not call off what is due.</summary>
    public async ValueTask<ProbeAnswer> AtLastAsync(CheckSlot slot, string instance, TimeSpan timeout, CancellationToken cancel)
    {
        var answer = await AtCheckAsync(slot, instance, timeout, cancel).ConfigureAwait(false);
        if (answer.Observation is not { Look: Look.Unknown, Reason.Code: Held } || Evidence is not { } evidence) return answer;

        using var free = await evidence.FreeAsync(cancel).ConfigureAwait(false);
        return free is null ? answer : await AtCheckAsync(slot, instance, timeout, cancel).ConfigureAwait(false);
    }

    /// <summary>Sees what is around a check. What could not be seen, for whatever reason, speaks neither for nor against.</summary>
    /// <returns>Null when there was no look: not in time, or by a bug.</returns>
    public async Task<Signals?> AroundAsync(CheckSlot slot, UnitStatus status, bool onlyListener, CancellationToken cancel)
    {
        if (diagnostician is null) return new Signals();

        var began = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(s_around, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            var seen = await diagnostician.LookAsync(slot, status, onlyListener, both.Token).WaitAsync(both.Token).ConfigureAwait(false);

            // A process that a debugger of ours holds looks as if it were stopped.
            return Evidence?.Stillness.Overlaps(began) == true ? null : seen;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return null;        // a machine at its limits
        }
        catch (Exception bug) when (!cancel.IsCancellationRequested)
        {
            Log.LookFailed(log, service, $"what is around {slot.Policy.Name}", bug);
            return null;
        }
    }

    /// <summary>The slot whose look tells of the check: its own, or the one that its counter rides on.</summary>
    public CheckSlot? SlotOf(string check)
    {
        foreach (var slot in Slots)
        {
            if (slot.Tells(check)) return slot;
        }

        return null;
    }

    /// <summary>For evidence: of a pass no more than when it was.</summary>
    private void Remember(CheckSlot slot, Observation seen, TimeSpan took)
    {
        if (seen.Look == Look.Passed) slot.Transcripts.Passed(time.GetUtcNow(), took);
        else if (seen.Look == Look.Failed) slot.Transcripts.Failed(time.GetUtcNow(), seen, slot.Exchanges?.Take());
    }

    /// <summary>Whatever it throws, at once or later, is in the task.</summary>
    private async Task<ProbeAnswer> AskAsync(IProbe probe, TimeSpan timeout, CancellationToken cancel) => Self is { } self
        ? await self.WitnessAsync(() => probe.LookAsync(timeout, cancel), cancel).ConfigureAwait(false)
        : await probe.LookAsync(timeout, cancel).ConfigureAwait(false);

    private static ProbeAnswer Unknown(CheckSlot slot, string instance, string code, string sentence) =>
        new(Observation.CouldNotLook(slot.Policy.Name, code, sentence) with { Instance = instance });
}
