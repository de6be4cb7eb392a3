namespace Watchdog.Core;

public enum RestartResult
{
    /// <summary>The manager carried it out. Whether it helped is for the checks of the new instance to say.</summary>
    Done,

    /// <summary>The manager tried and failed.</summary>
    Failed,

    /// <summary>Another job is queued (a deploy): left to it.</summary>
    Displaced,

    /// <summary>A privilege is missing, so nothing was done; the sentence names it and how to grant it.</summary>
    Denied,

    /// <summary>The manager would not take the order (a masked unit, one that only starts as a dependency): nothing was done.</summary>
    Refused,

    /// <summary>No answer within the deadline. It may still happen.</summary>
    TimedOut,

    /// <summary>The manager could not be reached.</summary>
    Unreachable,
}

/// <summary>What came of asking the manager.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Reason">Code and sentence.</param>
public sealed record RestartOutcome(RestartResult Result, Reason Reason)
{
    /// <summary>From asking to the manager's answer.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether the process had to be killed.</summary>
    public bool Killed { get; init; }
}
