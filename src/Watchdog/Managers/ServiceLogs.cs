using Watchdog.Config;
using Watchdog.Managers.Containers;
using Watchdog.Managers.Launchd;
using Watchdog.Managers.Logs;
using Watchdog.Managers.Runit;
using Watchdog.Managers.S6;
using Watchdog.Managers.Supervisord;
using Watchdog.Managers.Systemd;

namespace Watchdog.Managers;

/// <summary>Finds the log of a service.</summary>
internal static class ServiceLogs
{
    public static IServiceLog Of(ServiceConfig service, ManagerSet managers, TimeProvider time) => service.Manager switch
    {
        SystemdConfig systemd => new JournalLog(new JournalOfUnit(BusOptions.For(systemd.Scope), systemd.Unit), time),
        LaunchdConfig launchd => new FileLog(new JobOutput(launchd, time).FindAsync, time),
        SupervisordConfig program => new SupervisordLog(program, managers.Supervisord(program)),
        RunitConfig runit => new FileLog(new LoggerOutput(new RunitDriver(new RunitConfig(LoggerOf(runit.Service)), time)).FindAsync, time),
        S6Config s6 => new FileLog(new LoggerOutput(new S6Driver(new S6Config(LoggerOf(s6.Service)), time)).FindAsync, time),
        ProcessConfig => new FileLog(_ => Task.FromResult(new LogPlaces([managers.OutputOf(service.Name)])), time),
        ContainerConfig container => new ContainerLog(container, time),
        _ => new NoLog("its manager keeps no log that we know how to read, so no line of it was searched"),
    };

    /// <summary>runit and s6 have the same word for it.</summary>
    private static string LoggerOf(string service) => Path.Combine(service, "log");
}
