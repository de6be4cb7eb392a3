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

    /// <summary>The units of the system's manager that a file names: whom a polkit rule is for.</summary>
    public static ConfiguredUnits SystemUnits(string path)
    {
        var read = ConfigReader.Read(path, elsewhere: true);
        return read.Config is { } config
            ? new ConfiguredUnits([.. config.Services.Select(service => service.Manager).OfType<SystemdConfig>().Where(unit => unit.Scope == SystemdScope.System).Select(unit => unit.Unit)]) { Warnings = [.. read.Warnings.Select(warning => warning.ToString())] }
            : new ConfiguredUnits([], string.Join("; ", read.Errors));
    }
}
