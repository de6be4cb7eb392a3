using Watchdog.Core;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Ends what keeps services paused: through the daemon, else in what is saved.</summary>
internal static class ResumeHandler
{
    public static async Task<int> RunAsync(ResumeCommand.Options options, CancellationToken cancel)
    {
        var because = $"watchdog resume ({PauseHandler.Who})";
        using var client = new ControlClient(StateFolder.Find().ControlSocket, TimeProvider.System, PauseHandler.Deadline);
        var asked = await client.ResumeAsync(new ResumeRequest([.. options.Services], because), cancel).ConfigureAwait(false);
        if (asked.Outcome == ControlOutcome.NoDaemon)
        {
            return SavedServices.Tell("resume", options.Config, options.Services, _ => new PauseEnded(because), name => $"{name}: not paused any more");
        }

        if (asked.Outcome != ControlOutcome.Answered) return Complaint.Say("resume", ExitCode.Failed, asked.Reason.ToString());

        Console.Out.WriteLine(asked.Value.Sentence);
        return ExitCode.Fine;
    }
}
