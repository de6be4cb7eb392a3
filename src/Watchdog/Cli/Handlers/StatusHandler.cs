using System.Text.Json;
using Watchdog.Config;
using Watchdog.Journal;
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
            (report, silent, var code) = SavedStatus.Read("status", options.Config, directories);
            if (report is null) return code;
        }

        if (options.Service is { } name)
        {
            report = report with { Services = [.. report.Services.Where(service => ServiceNames.IsMeant(service.Name, name))] };
            if (report.Services.IsEmpty) return Complaint.Say("status", ExitCode.Failed, $"no service is called '{name}'; `watchdog status` lists them");
        }

        if (options.Json && silent is not null) Complaint.Say("status", ExitCode.CouldNotLook, $"{silent}, does not answer");
        if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize(report, WebJson.Default.StatusReport));
        else StatusText.Write(report, SavedStatus.Told(silent), Console.Out, details: options.Service is not null);
        return silent is null ? ExitCode.Fine : ExitCode.CouldNotLook;
    }
}
