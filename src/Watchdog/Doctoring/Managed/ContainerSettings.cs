namespace Watchdog.Doctoring.Managed;

/// <summary>What a container is set to.</summary>
/// <param name="Inspected">As its engine tells it.</param>
/// <param name="IsHealerRunning">Whether a container runs that restarts others by their health checks.</param>
internal sealed record ContainerSettings(ContainerInspect Inspected, bool IsHealerRunning = false) : ManagerSettings
{
    /// <summary>Whether one of these images (<c>docker.io/willfarrell/autoheal:1.2.0</c>), a line each, restarts others by their health checks.</summary>
    public static bool HasHealer(string images) => images.Split('\n').Any(image => image.Trim().Split('/')[^1].Split(':', '@')[0] == "autoheal");
}
