namespace Watchdog.Core;

public enum Verdict
{
    Healthy,

    /// <summary>Failing below its threshold, or in a way that no restart mends.</summary>
    Degraded,
    Unhealthy,
    Unknown,
}
