namespace Watchdog.Core;

public enum Phase
{
    /// <summary>A new instance, until every check has passed once or the startup gate is over.</summary>
    Starting,
    Watching,

    /// <summary>A check fails, below its threshold or waiting for the moment when something may be done.</summary>
    Suspect,

    /// <summary>Evidence, last look, restart.</summary>
    Acting,

    /// <summary>A new instance after our restart, not yet proven.</summary>
    Verifying,

    /// <summary>Nothing is done although something is wrong; <see cref="Hold"/> says why.</summary>
    Holding,
    Paused,

    /// <summary>Not running by someone else's will.</summary>
    Stopped,

    /// <summary>We cannot look.</summary>
    Blind,
}
