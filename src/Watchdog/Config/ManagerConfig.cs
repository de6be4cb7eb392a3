namespace Watchdog.Config;

/// <summary>Who runs the service.</summary>
public abstract record ManagerConfig
{
    /// <summary>Its key in the file.</summary>
    public abstract string Key { get; }

    /// <summary>The manager's own name for the service, or what comes nearest to it; nothing secret in it.</summary>
    public abstract string KnownAs { get; }
}
