namespace Watchdog.Config;

/// <summary>A dead man's switch: somebody else who calls for help when we no longer ask them not to.</summary>
/// <param name="Url">Asked with GET; secret.</param>
public sealed record HeartbeatConfig(Uri? Url)
{
    /// <summary>Default 60 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(60);
}
