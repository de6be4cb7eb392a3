using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>The restart-storm rule, after OTP's <c>supervisor:add_restart/3</c>: a sliding window over the ledger.</summary>
public static class StormRule
{
    /// <summary>Whether one more restart would be one too many.</summary>
    /// <param name="budget">How many in which window.</param>
    /// <param name="ledger">Every start.</param>
    /// <param name="rearmedAt">What lies before is not counted.</param>
    /// <param name="now">Monotonic time since boot.</param>
    public static bool Spent(Budget budget, ImmutableArray<LedgerEntry> ledger, TimeSpan? rearmedAt, TimeSpan now) =>
        Count(budget, ledger, rearmedAt, now) >= budget.Restarts;

    /// <summary>How much of the budget is spent.</summary>
    public static int Count(Budget budget, ImmutableArray<LedgerEntry> ledger, TimeSpan? rearmedAt, TimeSpan now)
    {
        var count = 0;
        foreach (var start in ledger)
        {
            if (start.Counts && now - start.At < budget.Within && !(start.At < rearmedAt)) count += start.Count;
        }

        return count;
    }
}
