using Watchdog.Cli.Install;
using Watchdog.Config;

namespace Watchdog.Cli.Handlers;

/// <summary>Finds and reads the configuration for a command, and tells what is wrong with it.</summary>
internal static class ConfigFile
{
    /// <returns>Null when it is unusable: everything has been said on standard error, and the exit code is 2.</returns>
    /// <param name="named">As the command line names it, or null.</param>
    /// <param name="elsewhere">Whether the daemon will use it, not this process.</param>
    public static WatchdogConfig? Read(string? named, bool elsewhere = false)
    {
        var (path, problem) = ConfigLocator.Find(named);
        if (path is null)
        {
            Console.Error.WriteLine($"watchdog: {problem}");
            return null;
        }

        var read = ConfigReader.Read(path, elsewhere: elsewhere);
        foreach (var found in read.Problems) Console.Error.WriteLine(found.ToString());
        return read.Config;
    }

    /// <summary>What a file names, for whoever installs: the services, and the units of the system's manager, whom a polkit rule is for.</summary>
    public static ConfiguredUnits SystemUnits(string path)
    {
        var read = ConfigReader.Read(path, elsewhere: true);
        if (read.Config is not { } config) return new ConfiguredUnits([], string.Join("; ", read.Errors));

        var systemd = config.Services.Select(service => service.Manager).OfType<SystemdConfig>();
        return new ConfiguredUnits([.. systemd.Where(unit => unit.Scope == SystemdScope.System).Select(unit => unit.Unit)])
        {
            Services = [.. config.Services.Select(service => new ConfiguredService(service.Name, service.Manager))],
            Warnings = [.. read.Warnings.Select(warning => warning.ToString())],
        };
    }
}
