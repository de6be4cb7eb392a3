namespace Watchdog.SystemTests.Systemd;

/// <summary>What a command came to.</summary>
public sealed record Ran(int ExitCode, string Output, string Error)
{
    /// <summary>Its output without the last line break; throws when it failed.</summary>
    public string Ok() => ExitCode == 0 ? Output.TrimEnd('\n') : throw new InvalidOperationException($"exit code {ExitCode}: {Error}{Output}");
}
