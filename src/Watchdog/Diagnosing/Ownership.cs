using Watchdog.Core;

namespace Watchdog.Diagnosing;

/// <summary>
/// Whose a listener is. Ours is one in the unit's cgroup that is held by the main process, a descendant, or a process that was started after this run began
/// (who forks may name its main process late): with <c>KillMode=process</c> an orphan of the run before stays in the cgroup, and a parent of 1 proves
/// nothing on a system unit.
/// </summary>
internal static class Ownership
{
    /// <param name="holders">Those that were seen.</param>
    /// <param name="runs">Whether the unit is active.</param>
    /// <param name="began">When this run began, since boot; null where that, or its main process, cannot be seen: then whatever is in an active unit's cgroup is its.</param>
    /// <param name="inUnitCgroup">Whether the socket was made in the unit's cgroup, null where the kernel does not tell.</param>
    /// <param name="byManager">Whether it was made in the manager's own.</param>
    /// <param name="someUnseen">There may be holders that we may not see.</param>
    public static (Listening Listening, Holder? Other) Of(
        IReadOnlyCollection<Holder> holders, bool runs, TimeSpan? began, bool? inUnitCgroup, bool byManager, bool someUnseen)
    {
        foreach (var holder in holders)
        {
            if (holder.IsOfMain || (holder.InUnitCgroup && runs && !(holder.StartedAt < began))) return (Listening.Ours, null);
        }

        if (byManager || holders.Any(static holder => holder.IsManager)) return (Listening.Manager, null);
        if (holders.Count > 0) return (Listening.Other, holders.OrderBy(holder => holder.StartedAt).First());

        // Nobody whom we may see holds it: what is left is where it was made.
        if (!someUnseen) return (Listening.Unseen, null);
        return inUnitCgroup switch
        {
            true => (runs ? Listening.Ours : Listening.Other, null),
            false => (Listening.Other, null),
            null => (Listening.Unseen, null),
        };
    }

    /// <summary>Left behind by an earlier run: in the unit's cgroup although it is none of this run's, or older than it, with nobody else's unit and no parent left.</summary>
    public static bool IsOrphan(Holder holder, TimeSpan? began) =>
        holder.InUnitCgroup || (holder.Parent == 1 && holder.Unit?.EndsWith(".service", StringComparison.Ordinal) != true && !(holder.StartedAt >= began));
}
