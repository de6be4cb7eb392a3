using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

internal static class ReloadHandler
{
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System, ControlRoutes.ForReload + TimeSpan.FromSeconds(2));
        var asked = await client.ReloadAsync(cancel).ConfigureAwait(false);
        if (asked.Outcome == ControlOutcome.Answered)
        {
            Console.Out.WriteLine(asked.Value.Sentence);
            return ExitCode.Fine;
        }

        if (asked.Outcome != ControlOutcome.NoDaemon) return Complaint.Say("reload", ExitCode.Failed, asked.Reason.ToString());
        if (StateFolder.Unreadable(directories) is { } unreadable) return Complaint.Say("reload", ExitCode.CouldNotLook, unreadable);

        return StateFolder.SilentDaemon(directories) is { } silent
            ? Complaint.Say("reload", ExitCode.CouldNotLook, $"{silent}, does not answer on {directories.ControlSocket}; `kill -HUP {silent.Pid}` does the same")
            : Complaint.Say("reload", ExitCode.Failed, "no daemon runs, so there is nothing to reload; the next run reads the file anyway");
    }
}
