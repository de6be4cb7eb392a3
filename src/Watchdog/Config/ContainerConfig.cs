namespace Watchdog.Config;

/// <param name="Engine">Who runs it.</param>
/// <param name="Container">Its name; an id would be another after the next deploy.</param>
public sealed record ContainerConfig(ContainerEngine Engine, string Container) : ManagerConfig
{
    public override string Key => Engine == ContainerEngine.Docker ? "docker" : "podman";

    public override string KnownAs => Container;
}

/// <summary>Two programs with the same words.</summary>
public enum ContainerEngine
{
    Docker,

    /// <summary>The containers of our own user.</summary>
    Podman,
}
