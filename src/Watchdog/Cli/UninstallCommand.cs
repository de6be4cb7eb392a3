using System.CommandLine;
using Watchdog.Cli.Install;

namespace Watchdog.Cli;

/// <summary><c>watchdog uninstall [--user] [--dry-run]</c></summary>
internal static class UninstallCommand
{
    public static Command Build()
    {
        var user = InstallCommand.Scope();
        var dryRun = InstallCommand.DryRun();
        var command = new ExampleCommand(
            "uninstall",
            "Stop the watchdog and remove all that install wrote",
            "Configuration and state stay.",
            "sudo watchdog uninstall",
            "watchdog uninstall --user --dry-run")
        {
            user,
            dryRun,
        };
        command.SetAction((result, cancel) =>
        {
            var options = new InstallOptions(result.GetValue(user), Timer: false, result.GetValue(dryRun), Config: null);
            return Installer.Create(result.InvocationConfiguration, options).UninstallAsync(cancel);
        });
        return command;
    }
}
