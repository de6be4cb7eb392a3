using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

internal static class ReloadHandler
{
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System);
        var asked = await client.ReloadAsync(cancel).ConfigureAwait(false);
        if (asked.Outcome == ControlOutcome.Answered)
        {
            Console.Out.WriteLine(asked.Value.Sentence);
            return ExitCode.Fine;
        }

        if (asked.Outcome == ControlOutcome.NoDaemon && StateFolder.Unreadable(directories) is { } unreadable)
        {
            Console.Error.WriteLine($"watchdog reload: {unreadable}");
            return ExitCode.CouldNotLook;
        }

        if (asked.Outcome == ControlOutcome.NoDaemon && StateFolder.SilentDaemon(directories) is { } silent)
        {
            Console.Error.WriteLine($"watchdog reload: {silent}, does not answer on {directories.ControlSocket}; `kill -HUP {silent.Pid}` does the same");
            return ExitCode.CouldNotLook;
        }

        Console.Error.WriteLine(asked.Outcome == ControlOutcome.NoDaemon
            ? "watchdog reload: no daemon runs, so there is nothing to reload; the next run reads the file anyway"
            : $"watchdog reload: {asked.Reason}");
        return ExitCode.Failed;
    }
}
