namespace Watchdog.Core;

/// <summary>What a failing check means, after all that was seen around it.</summary>
/// <param name="Meaning">What follows from it.</param>
/// <param name="Reason">A stable code and a sentence in plain words.</param>
/// <param name="At">When it was made.</param>
public sealed record Diagnosis(Meaning Meaning, Reason Reason, TimeSpan At);

/// <summary>What a diagnosis leads to.</summary>
public enum Meaning
{
    /// <summary>No signal speaks for or against: the check's own thresholds decide.</summary>
    Thresholds,

    /// <summary>It serves nobody, and a second signal says the same: the next looks are shorter, a restart is the answer.</summary>
    Wedged,

    /// <summary>Looks fail and no other signal says so: lost probes, or one slow handler. A restart only after twice the threshold.</summary>
    Uncorroborated,

    /// <summary>It works and is slow, or has more to do than it can: no restart mends that.</summary>
    Overloaded,

    /// <summary>All its workers are held by clients: a restart only when it lasts.</summary>
    PoolHeld,

    /// <summary>Who answers there, or holds the place, is not this unit: a restart mends nothing, and would come again and again.</summary>
    NotOurs,
}
