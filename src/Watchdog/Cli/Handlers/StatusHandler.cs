using System.Text.Json;
using Watchdog.Journal;
using Watchdog.Supervision;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>As the daemon sees it; when none runs, as it was last saved.</summary>
internal static class StatusHandler
{
    public static async Task<int> RunAsync(StatusCommand.Options options, CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System);
        var asked = await client.StatusAsync(cancel).ConfigureAwait(false);
        if (asked.Outcome is ControlOutcome.Refused or ControlOutcome.Failed)
        {
            Console.Error.WriteLine($"watchdog status: {asked.Reason}");
            return ExitCode.CouldNotLook;
        }

        var report = asked.Value;
        LockHolder? silent = null;
        if (report is null)
        {
            if (StateFolder.Unreadable(directories) is { } unreadable)
            {
                Console.Error.WriteLine($"watchdog status: {unreadable}");
                return ExitCode.CouldNotLook;
            }

            silent = StateFolder.SilentDaemon(directories);
            if (ConfigFile.Read(options.Config, elsewhere: true) is not { } config) return ExitCode.Unusable;
            report = SavedStatus.Read(config, directories, new Clock(TimeProvider.System));
        }

        if (options.Service is { } name)
        {
            report = report with { Services = [.. report.Services.Where(service => service.Name == name || service.Name.StartsWith(name + "/", StringComparison.Ordinal))] };
            if (report.Services.IsEmpty)
            {
                Console.Error.WriteLine($"watchdog status: no service is called '{name}'; `watchdog status` lists them");
                return ExitCode.Failed;
            }
        }

        if (options.Json && silent is not null) Console.Error.WriteLine($"watchdog status: {silent}, does not answer");
        if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize(report, WebJson.Default.StatusReport));
        else StatusText.Write(report, silent is null ? "no daemon runs: this is what was last seen" : $"{silent}, does not answer: this is what it saved last", Console.Out, details: options.Service is not null);
        return silent is null ? ExitCode.Fine : ExitCode.CouldNotLook;
    }
}
