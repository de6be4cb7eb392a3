using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>When a service's checks are due. Not thread-safe: the service's loop owns it.</summary>
internal sealed class Timetable(ImmutableArray<CheckSlot> slots)
{
    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Who is due in the same quarter of a second wakes the machine together: for a look of its own each, 200 services cost three times the
    /// processor time.
    /// </summary>
    private static readonly TimeSpan s_grid = TimeSpan.FromMilliseconds(250);

    /// <summary>Services do not all look in the same instant; which one when is derived, so that it is the same every time.</summary>
    public void Begin(string service, TimeSpan now)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            var spread = slots[i].Policy.Interval < s_spread ? slots[i].Policy.Interval : s_spread;
            slots[i].Due = now + (spread * StableHash.Unit(service, i));
        }
    }

    /// <summary>A new instance is there: it gets its first looks sooner than the old one would have had its next.</summary>
    public void BeginAgain(ServiceState state, TimeSpan now)
    {
        foreach (var slot in slots) slot.Due = now + Cadence.Interval(slot.Policy, state);
    }

    /// <summary>The phase has a faster cadence: what was due by that of the one before (a new instance is often seen while we still act) is due sooner.</summary>
    public void Hasten(ServiceState state, TimeSpan now)
    {
        foreach (var slot in slots)
        {
            var due = now + Cadence.Interval(slot.Policy, state);
            if (due < slot.Due) slot.Due = due;
        }
    }

    /// <summary>The slot to look at now, marked as being looked at; null when there is none (left).</summary>
    public CheckSlot? TakeDue(ServiceState state, TimeSpan now)
    {
        if (!MayLook(state)) return null;

        foreach (var slot in slots)
        {
            if (slot.InFlight || slot.IsDiagnosed || now < slot.Due || MustWait(slot, state)) continue;

            // A moment late is on time, so that it stays a moment and does not add up.
            (slot.InFlight, slot.Began) = (true, now - slot.Due < s_late ? slot.Due : now);
            return slot;
        }

        return null;
    }

    public static void Ended(CheckSlot slot, ServiceState state) =>
        (slot.InFlight, slot.Due) = (false, slot.Began + Cadence.Interval(slot.Policy, state));

    /// <summary>The first moment, then or later, at which loops wake.</summary>
    public static TimeSpan OnGrid(TimeSpan due) => TimeSpan.FromTicks((due.Ticks + s_grid.Ticks - 1) / s_grid.Ticks * s_grid.Ticks);

    /// <summary>When the next look is due, or <paramref name="latest"/> where that is sooner.</summary>
    public TimeSpan Next(ServiceState state, TimeSpan latest)
    {
        if (!MayLook(state)) return latest;

        foreach (var slot in slots)
        {
            if (!slot.InFlight && !slot.IsDiagnosed && slot.Due < latest && !MustWait(slot, state)) latest = slot.Due;
        }

        return latest;
    }

    /// <summary>While a service hangs, each deep look that is given up may cost it one more worker.</summary>
    private bool MustWait(CheckSlot slot, ServiceState state)
    {
        if (slot.Policy.Hard || !slot.Policy.Diagnosable || state.Check(slot.Policy.Name).AnsweredByAnother) return false;

        foreach (var other in slots)
        {
            if (other.Policy is { Hard: true, Diagnosable: true, OnFailure: OnFailure.Restart } && state.Check(other.Policy.Name) is { Failures: > 0 } hangs && DiagnosisTable.IsTimeout(hangs.Reason)) return true;
        }

        return false;
    }

    /// <summary>A unit that is not up has nothing to be asked; one that is being restarted, nothing to be believed.</summary>
    private static bool MayLook(ServiceState state) =>
        state.Action is null && state.Unit is null or { State: UnitState.Active or UnitState.Reloading };
}
