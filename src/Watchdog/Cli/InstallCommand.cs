using System.CommandLine;
using Watchdog.Cli.Install;

namespace Watchdog.Cli;

/// <summary><c>watchdog install [--timer] [--user] [--dry-run]</c></summary>
internal static class InstallCommand
{
    public static Command Build(Func<string, ConfiguredUnits> units, Option<string?> config)
    {
        var timer = new Option<bool>("--timer") { Description = "A check every minute by a systemd timer, instead of the daemon" };
        var user = Scope();
        var dryRun = DryRun();
        var command = new ExampleCommand(
            "install",
            "Install this program as a systemd service and start it",
            "It can be run again: it changes only what differs, and never the configuration. Where there is none yet, the file of "
            + "--config becomes it.",
            "sudo watchdog install",
            "watchdog install --user --timer --dry-run")
        {
            timer,
            user,
            dryRun,
        };
        command.SetAction((result, cancel) =>
        {
            var options = new InstallOptions(result.GetValue(user), result.GetValue(timer), result.GetValue(dryRun), result.GetValue(config));
            return Installer.Create(result.InvocationConfiguration, options).InstallAsync(units, cancel);
        });
        return command;
    }

    public static Option<bool> Scope() => new("--user") { Description = "For this user's own units, instead of the system's" };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Say what would be done, and do nothing" };
}
