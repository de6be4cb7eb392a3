namespace Watchdog.Reporting;

/// <summary>How a service stands at a moment, as far as its journal tells.</summary>
public enum Standing
{
    /// <summary>Well, or suspect and well again before anything came of it, or bad in a way that no restart mends and that serves (an alert).</summary>
    Up,

    /// <summary>
    /// A check other than of memory has failed as often as it takes, from its first failed look of that row; or its run has ended and nobody asked for it; or a
    /// restart of ours is under way. Until all is well, or nothing of this is so any more: a new run is active, or has been tried and found to serve, whatever a number says.
    /// </summary>
    Down,

    /// <summary>An operator had it in hand, or a maintenance window was open.</summary>
    Paused,

    /// <summary>Stopped by someone's will, or not there.</summary>
    Stopped,

    /// <summary>Its manager could not be asked.</summary>
    Blind,

    /// <summary>No watchdog ran, or none that wrote.</summary>
    Unwatched,
}
