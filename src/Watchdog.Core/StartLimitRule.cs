namespace Watchdog.Core;

/// <summary>The manager's own limit on starts: one start too many leaves the unit dead with start-limit-hit, or worse.</summary>
public static class StartLimitRule
{
    /// <summary>The Result of a unit that has run into it.</summary>
    public const string Hit = "start-limit-hit";

    /// <summary>Whether the next start would be refused by the manager.</summary>
    public static bool WouldRefuse(ServiceState state, TimeSpan now)
    {
        if (state.Unit is not { StartLimit.Exists: true } unit) return false;
        if (unit is { State: UnitState.Failed, Result: Hit }) return true;

        var starts = 0;
        foreach (var start in state.Ledger)
        {
            if (now - start.At < unit.StartLimit.Within) starts += start.Count;
        }

        return starts >= unit.StartLimit.Burst;
    }
}
