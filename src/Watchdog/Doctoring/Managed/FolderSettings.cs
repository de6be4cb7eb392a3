namespace Watchdog.Doctoring.Managed;

/// <summary>What lies in a service directory of runit or s6.</summary>
internal sealed record FolderSettings : ManagerSettings
{
    /// <summary>A file <c>down</c>: it is not started when its supervisor is.</summary>
    public bool HasDown { get; init; }

    /// <summary>The folder itself is not there.</summary>
    public bool IsMissing { get; init; }

    /// <summary>s6: what its file <c>down-signal</c> has in place of SIGTERM; empty for none.</summary>
    public string DownSignal { get; init; } = "";
}
