namespace Watchdog.Cli.Install;

/// <summary>The units of the system's manager that a configuration names.</summary>
/// <param name="Names">Unit names and template globs, as configured.</param>
/// <param name="Problem">Why the configuration is unusable, in one line; null when it is usable.</param>
internal sealed record ConfiguredUnits(IReadOnlyList<string> Names, string? Problem = null)
{
    /// <summary>All services, by their names in the file.</summary>
    public IReadOnlyList<ConfiguredService> Services { get; init; } = [];

    /// <summary>What is wrong with it, or could not be had here, and keeps nobody from installing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
