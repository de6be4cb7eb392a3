using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>When the checks of a service are due, where that is not simply one interval after their last look.</summary>
internal static class Schedule
{
    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(2);

    /// <summary>Services do not all look in the same instant; which one when is derived, so that it is the same every time.</summary>
    public static void Spread(ImmutableArray<CheckSlot> slots, string service, TimeSpan now)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            var within = slots[i].Policy.Interval < s_spread ? slots[i].Policy.Interval : s_spread;
            slots[i].Due = now + (within * StableHash.Unit(service, i));
        }
    }

    /// <summary>A new instance is given one interval before its first look.</summary>
    public static void Anew(ImmutableArray<CheckSlot> slots, ServiceState state, TimeSpan now)
    {
        foreach (var slot in slots) slot.Due = now + Cadence.Interval(slot.Policy, state);
    }

    /// <summary>The phase has a faster cadence: what was due by that of the one before (a new instance is often seen while we still act) is due sooner.</summary>
    public static void Hasten(ImmutableArray<CheckSlot> slots, ServiceState state, TimeSpan now)
    {
        foreach (var slot in slots)
        {
            var due = now + Cadence.Interval(slot.Policy, state);
            if (due < slot.Due) slot.Due = due;
        }
    }
}
