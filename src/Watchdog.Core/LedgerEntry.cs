namespace Watchdog.Core;

/// <summary>Whose doing a start was.</summary>
public enum StartKind
{
    /// <summary>We decided it. Written before it is done.</summary>
    Ours,

    /// <summary>The manager restarted it after an end that nobody asked for.</summary>
    Automatic,

    /// <summary>An operator, a deploy, a timer. Recorded, not counted.</summary>
    Operator,
}

/// <summary>One start in the ledger.</summary>
/// <param name="At">Monotonic time since boot; negative for one that lies before this boot.</param>
/// <param name="Kind">Whose doing.</param>
/// <param name="Cause">The check, or <c>unit</c>; empty when it was not ours.</param>
/// <param name="Count">How many starts stand in this line (automatic restarts that we did not see one by one).</param>
public readonly record struct LedgerEntry(TimeSpan At, StartKind Kind, string Cause, int Count = 1)
{
    /// <summary>Whether it spends budget.</summary>
    public bool Counts => Kind != StartKind.Operator;
}
