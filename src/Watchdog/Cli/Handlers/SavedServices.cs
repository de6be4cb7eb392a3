using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Supervision;

namespace Watchdog.Cli.Handlers;

/// <summary>Tells services something in what is saved of them, where no daemon runs: the next <c>check</c> finds it, and sends what people are to hear of it.</summary>
internal static class SavedServices
{
    /// <param name="command">Who changes it, for complaints and the journal.</param>
    /// <param name="named">The file of <c>--config</c>, or null.</param>
    /// <param name="services">By name; that of a template means the instances that were watched before.</param>
    /// <param name="input">What they are told.</param>
    /// <param name="done">What is said then, of each.</param>
    /// <returns>The exit code.</returns>
    public static int Tell(string command, string? named, IReadOnlyList<string> services, Func<Moment, Input> input, Func<string, string> done)
    {
        if (ConfigFile.Read(named, elsewhere: true) is not { } config) return ExitCode.Unusable;

        var directories = StateFolder.Find();
        try
        {
            var found = services.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => Find(config, name, directories), StringComparer.Ordinal);
            if (found.FirstOrDefault(one => one.Value.Length == 0).Key is { } unknown)
            {
                return Fail($"no service is called '{unknown}'; `watchdog status` lists them");
            }

            if (StateFolder.TryBecomeOwner(directories) is { } others) return Fail(others);
            if (directories.Prepare() is { } problem) return Fail(problem.Sentence);

            using var held = StateLock.TryTake(directories.State, $"watchdog {command}", TimeProvider.System, out var holder);
            if (held is null) return Fail($"the state is in use by {holder}; try again when it has ended");

            using var journal = new JournalWriter(directories.Journal, config.Journal, TimeProvider.System, NullLogger.Instance);
            var notices = Composition.NoticesOf(config, directories, new LaterOutbox(directories), NullLogger.Instance);
            foreach (var service in found.Values.SelectMany(one => one).DistinctBy(service => service.Name))
            {
                if (Take(service, directories, journal, notices, command, input) == SaveResult.Lost) return Fail($"the state cannot be written to {directories.State}; make room or mend it");
                Console.Out.WriteLine(done(service.Name));
            }

            return ExitCode.Fine;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail($"{directories.State} cannot be used: {failure.Message}");
        }

        int Fail(string sentence) => Complaint.Say(command, ExitCode.Failed, sentence);
    }

    private static SaveResult Take(ServiceConfig service, Directories directories, IJournal journal, INotices notices, string command, Func<Moment, Input> input)
    {
        var clock = new Clock(TimeProvider.System);
        var keeper = new Keeper(service, journal, new StateStore(directories, BootId.Read(), clock.Time, NullLogger.Instance), NullLogger.Instance, notices);
        keeper.Take(new Resumed($"watchdog {command}"), clock.Now);     // nothing is decided on what the manager said last time
        foreach (var opened in MaintenanceRule.Follow(service.Maintenance, keeper.State, clock.Now)) keeper.Take(opened, clock.Now);
        keeper.Take(input(clock.Now), clock.Now);
        return keeper.Close(clock.Now);
    }

    private static ServiceConfig[] Find(WatchdogConfig config, string name, Directories directories)
    {
        if (ServiceNames.Find(config, name) is not { } service) return [];
        if (service.Manager is not SystemdConfig { IsGlob: true }) return [service];

        var store = new StateStore(directories, BootId.Read(), TimeProvider.System, NullLogger.Instance) { ReadsOnly = true };
        return [.. store.Services().Select(known => ServiceNames.InstanceOf(service, known)).OfType<ServiceConfig>()];
    }
}
