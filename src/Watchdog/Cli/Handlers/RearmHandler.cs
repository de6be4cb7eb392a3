using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Closes the storm circuit: through the daemon, else in what is saved.</summary>
internal static class RearmHandler
{
    public static async Task<int> RunAsync(RearmCommand.Options options, CancellationToken cancel)
    {
        using var client = new ControlClient(StateFolder.Find().ControlSocket, TimeProvider.System);
        var asked = await client.RearmAsync(options.Service, cancel).ConfigureAwait(false);
        if (asked.Outcome == ControlOutcome.NoDaemon) return RearmSaved(options);
        if (asked.Outcome != ControlOutcome.Answered) return Fail(asked.Reason.ToString());

        Console.Out.WriteLine(asked.Value.Sentence);
        return ExitCode.Fine;
    }

    /// <summary>Timer pairing: the next <c>check</c> finds it.</summary>
    private static int RearmSaved(RearmCommand.Options options)
    {
        if (ConfigFile.Read(options.Config, elsewhere: true) is not { } config) return ExitCode.Unusable;
        if (ServiceNames.Find(config, options.Service) is not { } service)
        {
            return Fail($"no service is called '{options.Service}'; `watchdog status` lists them");
        }

        var directories = StateFolder.Find();
        try
        {
            if (StateFolder.TryBecomeOwner(directories) is { } others) return Fail(others);
            if (directories.Prepare() is { } problem) return Fail(problem.Sentence);

            using var held = StateLock.TryTake(directories.State, "watchdog rearm", TimeProvider.System, out var holder);
            return held is null ? Fail($"the state is in use by {holder}; try again when it has ended") : Rearm(config, service, directories);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail($"{directories.State} cannot be used: {failure.Message}");
        }
    }

    private static int Rearm(WatchdogConfig config, ServiceConfig service, Directories directories)
    {
        var clock = new Clock(TimeProvider.System);
        using var journal = new JournalWriter(directories.Journal, config.Journal, clock.Time, NullLogger.Instance);
        var keeper = new Keeper(service, journal, new StateStore(directories, BootId.Read(), clock.Time, NullLogger.Instance), NullLogger.Instance);
        keeper.Take(new Resumed("watchdog rearm"), clock.Now);     // nothing is decided on what the manager said last time
        keeper.Take(new Rearmed("watchdog rearm"), clock.Now);
        if (keeper.Close(clock.Now) == SaveResult.Lost) return Fail($"the state cannot be written to {directories.State}; make room or mend it");

        Console.Out.WriteLine($"{service.Name}: the circuit is closed, its budget is whole again");
        return ExitCode.Fine;
    }

    private static int Fail(string sentence) => Complaint.Say("rearm", ExitCode.Failed, sentence);
}
