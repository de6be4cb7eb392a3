namespace Watchdog.Core;

/// <summary>What has happened to an incident.</summary>
public enum IncidentEvent
{
    /// <summary>An action is begun: evidence and the last look. It may still be called off.</summary>
    Began,

    /// <summary>Something is wrong that a person should know of.</summary>
    Opened,

    /// <summary>A restart (or a start) was ordered.</summary>
    Acted,

    /// <summary>One thing more that a person should know: what else is wrong, that the restart failed; or, at <see cref="AlertLevel.Info"/>, that it helped while something else still fails.</summary>
    Also,

    /// <summary>Nothing more is done until somebody acts, or for a long time: the budget is spent, or restarts do not help.</summary>
    Held,

    /// <summary>It is still held.</summary>
    Reminded,

    /// <summary>An operator has it in hand: it was paused.</summary>
    Paused,

    /// <summary>All is well again.</summary>
    Recovered,

    /// <summary>The last look found it well, or there was no reason to act any more; nobody was told, nothing was done.</summary>
    CalledOff,

    /// <summary>It is over without having become well: someone has stopped the service.</summary>
    Ended,

    /// <summary>A person should know of it, and it is over as it is told: a story of this one step, whatever else is open.</summary>
    Noted,
}
