using System.Text.Json;
using Watchdog.Config;
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
            return Complaint.Say("status", ExitCode.CouldNotLook, asked.Reason.ToString());
        }

        var report = asked.Value;
        LockHolder? silent = null;
        if (report is null)
        {
            if (StateFolder.Unreadable(directories) is { } unreadable) return Complaint.Say("status", ExitCode.CouldNotLook, unreadable);

            silent = StateFolder.SilentDaemon(directories);
            if (ConfigFile.Read(options.Config, elsewhere: true) is not { } config) return ExitCode.Unusable;
            report = SavedStatus.Read(config, directories, new Clock(TimeProvider.System));
        }

        if (options.Service is { } name)
        {
            report = report with { Services = [.. report.Services.Where(service => ServiceNames.IsMeant(service.Name, name))] };
            if (report.Services.IsEmpty) return Complaint.Say("status", ExitCode.Failed, $"no service is called '{name}'; `watchdog status` lists them");
        }

        if (options.Json && silent is not null) Complaint.Say("status", ExitCode.CouldNotLook, $"{silent}, does not answer");
        if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize(report, WebJson.Default.StatusReport));
        else StatusText.Write(report, silent is null ? "no daemon runs: this is what was last seen" : $"{silent}, does not answer: this is what it saved last", Console.Out, details: options.Service is not null);
        return silent is null ? ExitCode.Fine : ExitCode.CouldNotLook;
    }
}
