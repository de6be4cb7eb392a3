using Watchdog.Journal;

namespace Watchdog.Cli.Handlers;

/// <summary>Which state folder a command that only looks is to look at.</summary>
internal static class StateFolder
{
    /// <summary>
    /// Our own user's when it has one; else the system's, so that `watchdog status` finds the daemon of the machine without being told. Looking creates
    /// nothing.
    /// </summary>
    public static Directories Find()
    {
        var own = Directories.Find();
        if (Directory.Exists(own.State) || Environment.GetEnvironmentVariable("STATE_DIRECTORY") is not null) return own;

        var system = Directories.Find(_ => null, "/", root: true, OperatingSystem.IsMacOS());
        return Directory.Exists(system.State) ? system : own;
    }
}
