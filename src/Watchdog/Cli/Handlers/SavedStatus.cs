using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>What was saved last, for when no daemon runs. Reads only.</summary>
internal static class SavedStatus
{
    /// <summary>For a command that nobody has answered.</summary>
    /// <returns>The report, and a daemon that runs and does not answer; null with the exit code when nothing can be read: why has been said.</returns>
    public static (StatusReport? Report, LockHolder? Silent, int Code) Read(string command, string? named, Directories directories)
    {
        if (StateFolder.Unreadable(directories) is { } unreadable) return (null, null, Complaint.Say(command, ExitCode.CouldNotLook, unreadable));

        var silent = StateFolder.SilentDaemon(directories);
        if (ConfigFile.Read(named, elsewhere: true) is not { } config) return (null, silent, ExitCode.Unusable);
        return (Read(config, directories, new Clock(TimeProvider.System)), silent, silent is null ? ExitCode.Fine : ExitCode.CouldNotLook);
    }

    /// <summary>Where such a report comes from, for people.</summary>
    public static string Told(LockHolder? silent) =>
        silent is null ? "no daemon runs: this is what was last seen" : $"{silent}, does not answer: this is what it saved last";

    public static StatusReport Read(WatchdogConfig config, Directories directories, Clock clock)
    {
        var store = new StateStore(directories, BootId.Read(), clock.Time, NullLogger.Instance) { ReadsOnly = true };
        var now = clock.Now;
        var known = store.Services();
        return new StatusReport(null, [.. config.Services.SelectMany(Units).Select(Saved)]);

        // Without a manager at hand, the units of a glob are those that were watched before.
        IEnumerable<ServiceConfig> Units(ServiceConfig service) => service.Manager is not SystemdConfig { IsGlob: true }
            ? [service]
            : known.Select(name => ServiceNames.InstanceOf(service, name)).OfType<ServiceConfig>().OrderBy(one => one.Name, StringComparer.Ordinal);

        ServiceStatus Saved(ServiceConfig service)
        {
            var saved = store.Load(service.Name);
            return StatusOf.Service(service, saved.State ?? ServiceState.New, [], now, saved.Problem);
        }
    }
}
