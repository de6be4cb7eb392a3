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
