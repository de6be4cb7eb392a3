using System.Text.Json;
using Watchdog.Doctoring;

namespace Watchdog.Cli.Handlers;

internal static class DoctorHandler
{
    public static async Task<int> RunAsync(DoctorCommand.Options options, CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        var report = await new Doctor(directories, StateFolder.SilentDaemon(directories), TimeProvider.System).ExamineAsync(options.Config, cancel).ConfigureAwait(false);
        if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize([.. report.Findings], FindingsJson.Default.FindingArray));
        else DoctorText.Write(report, Console.Out);
        if (report.Count(FindingSeverity.Broken) > 0) return ExitCode.Unusable;
        return report.Count(FindingSeverity.Warning) > 0 ? ExitCode.Failed : ExitCode.Fine;
    }
}
