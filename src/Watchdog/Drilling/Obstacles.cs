using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>Why a unit is not to be drilled as it is now.</summary>
internal static class Obstacles
{
    /// <returns>Null when nothing speaks against it.</returns>
    public static Reason? Of(UnitStatus unit, string name)
    {
        if (unit.State != UnitState.Active) return new("not-active", $"{name} is {unit.State.ToString().ToLowerInvariant()} ({unit.SubState}): start it, and drill it when it is well");
        if (unit.Job is { } job) return new("job-queued", $"its manager has {job} queued for {name}: try again when that is done");

        // A run that ends badly, or a start too many, would be the machine's end, not the unit's.
        if (unit.EndAction.Length > 0) return new("end-action", $"{name} has {unit.EndAction}: a restart that goes wrong could take the machine down; drill it without that setting");
        return unit.StartLimit is { Exists: true, HasAction: true }
            ? new("start-limit-action", $"{name} has a StartLimitAction: a crash loop could take the machine down; drill it without that setting")
            : null;
    }
}
