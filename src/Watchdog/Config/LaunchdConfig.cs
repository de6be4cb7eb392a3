namespace Watchdog.Config;

/// <param name="Target"><c>gui/501/com.example.hermes-webui</c> or <c>system/LABEL</c>.</param>
public sealed record LaunchdConfig(string Target) : ManagerConfig
{
    public override string Key => "launchd";

    public override string KnownAs => Target;

    /// <summary>The property list to load it from when it has been unloaded; null leaves an unloaded job alone.</summary>
    public string? Bootstrap { get; init; }
}
