using Watchdog.Core;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Closes the storm circuit: through the daemon, else in what is saved.</summary>
internal static class RearmHandler
{
    public static async Task<int> RunAsync(RearmCommand.Options options, CancellationToken cancel)
    {
        using var client = new ControlClient(StateFolder.Find().ControlSocket, TimeProvider.System);
        var asked = await client.RearmAsync(options.Service, cancel).ConfigureAwait(false);
        if (asked.Outcome == ControlOutcome.NoDaemon)
        {
            // Timer pairing: the next `check` finds it.
            return SavedServices.Tell(
                "rearm", options.Config, [options.Service], _ => new Rearmed("watchdog rearm"), name => $"{name}: the circuit is closed, its budget is whole again");
        }

        if (asked.Outcome != ControlOutcome.Answered) return Complaint.Say("rearm", ExitCode.Failed, asked.Reason.ToString());

        Console.Out.WriteLine(asked.Value.Sentence);
        return ExitCode.Fine;
    }
}
