using System.Collections.Concurrent;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Drilling;
using Watchdog.Journal;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Supervision.Host;

namespace Watchdog;

/// <summary>Every part that watching takes, put together by hand; what the daemon and one-shot runs have in common.</summary>
internal sealed class Composition : IAsyncDisposable
{
    private readonly IJournal _journal;
    private readonly StateStore _store;
    private readonly KernelFacts _kernel;
    private readonly ConcurrentDictionary<string, Keeper> _keepers = new();     // of one-shot rounds, which run side by side

    /// <param name="directories">Prepared, and locked by the caller.</param>
    /// <param name="observed">Puts an observer around the journal, or null for none.</param>
    public Composition(WatchdogConfig config, Directories directories, TimeProvider time, ILoggerFactory logs, Func<IJournal, IJournal>? observed = null)
    {
        Logs = logs;
        Clock = new Clock(time);
        Journal = new JournalWriter(directories.Journal, config.Journal, time, logs.CreateLogger<JournalWriter>());
        _journal = observed?.Invoke(Journal) ?? Journal;
        _store = new StateStore(directories, BootId.Read(), time, logs.CreateLogger<StateStore>());
        Probes = new ProbeFactory(time);
        Managers = new ManagerSet(ChildOptions.In(directories.State), time, logs);
        var log = logs.CreateLogger<HostWatch>();
        Host = new HostWatch(new SelfHealth(Self(time), Clock, log), new Consumers("/proc", "/sys/fs/cgroup", Environment.ProcessorCount), Clock, log);
        _kernel = KernelFacts.OfThisMachine(time);
        Lookers = new LookerFactory(Probes, _kernel, Host.Self, Clock);
    }

    public JournalWriter Journal { get; }

    public ILoggerFactory Logs { get; }

    public Clock Clock { get; }

    /// <summary>What concerns all services at once.</summary>
    public HostWatch Host { get; }

    public ManagerSet Managers { get; }

    public ProbeFactory Probes { get; }

    public LookerFactory Lookers { get; }

    public Daemon Daemon(WatchdogConfig config, SdNotify notify)
    {
        var log = Logs.CreateLogger<Daemon>();
        return new Daemon(config, Services(log), Managers, notify, Clock, log) { OnReloaded = changed => Journal.Keep = changed.Journal };
    }

    public ServiceSet Services(ILogger log) => new(Managers, Lookers, _journal, _store, Clock, Host, log);

    public (Keeper Keeper, OneShotRound Round) OneShot(ServiceConfig service)
    {
        var log = Logs.CreateLogger<OneShotRound>();
        var unit = UnitOf(service, "it is a child of the daemon: start `watchdog run`, and this asks there");
        var keeper = new Keeper(service, _journal, _store, log);
        _keepers[service.Name] = keeper;
        var looker = Lookers.Create(service, unit, PeersOf, log);
        return (keeper, new OneShotRound(keeper, looker, new Actor(keeper, unit, looker, Clock, log), Clock, Host.Watch(keeper, () => { })));
    }

    /// <summary>What drills a service. It writes neither state nor journal: the folders need be neither prepared nor locked for it.</summary>
    public DrillParts Drill(ServiceConfig service)
    {
        var unit = UnitOf(service, "it is a child of the daemon, which nobody else can restart: a drill needs a service manager");
        var looker = Lookers.Create(service, unit, static _ => null, Logs.CreateLogger<Drill>());
        return new DrillParts(service, unit, looker, ServiceLogs.Of(service, Managers, Clock.Time), new UnitProcesses(_kernel, service.Secrets), Clock);
    }

    /// <summary>For all but the daemon: to ask for a child of it would start another one.</summary>
    private IManagedUnit UnitOf(ServiceConfig service, string whyNot) =>
        service.Manager is ProcessConfig ? new UnsupportedUnit(service.Name, whyNot) : Managers.UnitOf(service);

    /// <summary>Those of this round, which may be of a few services only: what another run has left is not known to hold still.</summary>
    private IReadOnlyCollection<(ServicePolicy Policy, ServiceState State)>? PeersOf(string name)
    {
        var found = _keepers.Where(one => ServiceConfig.IsOf(name, one.Key)).Select(one => (one.Value.Config.Policy, one.Value.State)).ToArray();
        return found.Length > 0 ? found : null;
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Managers.DisposeAsync().ConfigureAwait(false);
        Probes.Dispose();
        Journal.Dispose();
    }

    private SelfChecks Self(TimeProvider time) => new()
    {
        Control = cancel => ControlProbe.LookAsync(Probes, time, cancel),
        Descriptors = OwnDescriptors.Short,
        Asleep = SleepClock.Asleep,
        Pressure = HostPressure.Words,
    };
}
