using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Reads what was saved of the services of a configuration. An instance of a template is known while it runs, and then the journal has it.</summary>
internal static class KnownServices
{
    public static ImmutableArray<KnownService> Of(IEnumerable<ServiceConfig> services, Directories directories, TimeProvider time)
    {
        var store = new StateStore(directories, BootId.Read(), time, NullLogger.Instance) { ReadsOnly = true };
        var now = new Moment(time.GetElapsedTime(0), time.GetUtcNow());
        var known = ImmutableArray.CreateBuilder<KnownService>();
        foreach (var service in services)
        {
            if (store.Load(service.Name).State is { } state) known.Add(KnownService.Of(service.Name, state, now));
        }

        return known.ToImmutable();
    }
}
