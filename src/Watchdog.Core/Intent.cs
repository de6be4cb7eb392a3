namespace Watchdog.Core;

public enum Intent
{
    /// <summary>The unit is active and wedged: TryRestartUnit.</summary>
    RestartIfHung,

    /// <summary>The unit has failed and is meant to be up: StartUnit.</summary>
    EnsureUp,
}
