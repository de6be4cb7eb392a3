using System.CommandLine;
using Watchdog.Cli.Install;

namespace Watchdog.Cli;

/// <summary><c>watchdog install [--timer] [--user] [--as-root] [--dry-run]</c></summary>
internal static class InstallCommand
{
    public static Command Build(Func<string, ConfiguredUnits> units, Option<string?> config)
    {
        var timer = new Option<bool>("--timer") { Description = "A check every minute by a timer of systemd (StartInterval of launchd), instead of the daemon" };
        var user = Scope();
        var asRoot = new Option<bool?>("--as-root")
        {
            Description = "As root, for managers that obey nobody else (systemd's system scope); 'false': as a user without privileges again. Default: as it is installed",
            HelpName = "true|false",
        };
        var dryRun = DryRun();
        var command = new ExampleCommand(
            "install",
            "Install this program as a service of systemd or launchd and start it",
            "It can be run again: it changes only what differs, and never the configuration. Where there is none yet, the file of "
            + "--config becomes it.",
            "sudo watchdog install",
            "sudo watchdog install --as-root",
            "watchdog install --user --timer --dry-run")
        {
            timer,
            user,
            asRoot,
            dryRun,
        };
        command.SetAction((result, cancel) =>
        {
            var options = new InstallOptions(result.GetValue(user), result.GetValue(timer), result.GetValue(dryRun), result.GetValue(config)) { AsRoot = result.GetValue(asRoot) };
            return Installer.Create(result.InvocationConfiguration, options).InstallAsync(units, cancel);
        });
        return command;
    }

    public static Option<bool> Scope() => new("--user") { Description = "For this user's own units (agents of launchd), instead of the system's" };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Say what would be done, and do nothing" };
}
