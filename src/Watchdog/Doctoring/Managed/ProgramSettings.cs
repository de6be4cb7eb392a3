namespace Watchdog.Doctoring.Managed;

/// <summary>What a program of supervisord is set to. Of its file only what supervisord itself does not tell; null where that was not found.</summary>
internal sealed record ProgramSettings : ManagerSettings
{
    /// <summary>Started when supervisord is.</summary>
    public bool Autostart { get; init; } = true;

    /// <summary>autorestart, as it stands in the file; null where it does not.</summary>
    public string? Autorestart { get; init; }

    /// <summary>The number of the signal that asks it to end.</summary>
    public long StopSignal { get; init; } = 15;

    /// <summary>The file that has its section; empty where that is not known.</summary>
    public string File { get; init; } = "";

    /// <summary>Of that file.</summary>
    public string Section { get; init; } = "";

    /// <summary>The one edit that sets something.</summary>
    public string Set(string setting) => $"{(File.Length > 0 ? $"in {File}: [{Section}]" : "in its section of supervisord's configuration:")} {setting}; then supervisorctl update";
}
