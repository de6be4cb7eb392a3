using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;

namespace Watchdog.Drilling;

/// <summary>Finds the log of a service.</summary>
internal static class ServiceLogs
{
    public static IServiceLog Of(ServiceConfig service, TimeProvider time) => service.Manager switch
    {
        SystemdConfig systemd => new JournalLog(new JournalOfUnit(BusOptions.For(systemd.Scope), systemd.Unit), time),
        _ => new NoLog("its manager keeps no log that we know how to read, so no line of it was searched"),
    };
}
