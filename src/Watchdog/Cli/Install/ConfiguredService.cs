using Watchdog.Config;

namespace Watchdog.Cli.Install;

/// <summary>A service as a configuration has it: its name, and who runs it.</summary>
internal sealed record ConfiguredService(string Name, ManagerConfig Manager)
{
    /// <summary><c>web (runit)</c></summary>
    public override string ToString() => $"{Name} ({Manager.Key})";
}
