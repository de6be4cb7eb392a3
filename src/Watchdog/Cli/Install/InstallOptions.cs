namespace Watchdog.Cli.Install;

/// <param name="User">For the user's own manager, instead of the system's.</param>
/// <param name="Timer">One-shot rounds by a timer, instead of the daemon.</param>
/// <param name="DryRun">Only say what would be done.</param>
/// <param name="Config">A file to become the configuration where there is none yet; null: the starter.</param>
internal sealed record InstallOptions(bool User, bool Timer, bool DryRun, string? Config)
{
    /// <summary>As root, instead of as the user service-watchdog (systemd's system scope only); null: as it is installed, and else as that user.</summary>
    public bool? AsRoot { get; init; }
}
