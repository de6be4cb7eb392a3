namespace Watchdog.Core;

public enum Verdict
{
    Healthy,

    /// <summary>Failing below its threshold, in a way that no restart mends, or passing while the storm circuit is open.</summary>
    Degraded,
    Unhealthy,
    Unknown,
}
