namespace Watchdog.Core;

/// <summary>Names of causes that are no check.</summary>
public static class Cause
{
    /// <summary>The unit itself: it has failed.</summary>
    public const string Unit = "unit";
}
