using System.Collections.Concurrent;
using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Drilling;
using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Journal;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;
using Watchdog.Notify.Sending;
using Watchdog.Notify.Telling;
using Watchdog.Notify.Texts;
using Watchdog.Probes;
using Watchdog.Reporting;
using Watchdog.Supervision;
using Watchdog.Supervision.Host;

namespace Watchdog;

/// <summary>Every part that watching takes, put together by hand; what the daemon and one-shot runs have in common.</summary>
internal sealed class Composition : IAsyncDisposable
{
    private const string DaemonsOwn = "it is a child of the daemon: start `watchdog run`, and this asks there";

    private readonly IJournal _journal;
    private readonly StateStore _store;
    private readonly KernelFacts _kernel;
    private readonly NotifierFactory _notifiers;
    private readonly Directories _directories;
    private readonly ConcurrentDictionary<string, Keeper> _keepers = new();     // of one-shot rounds, which run side by side

    /// <param name="directories">Prepared, and locked by the caller.</param>
    /// <param name="observed">Puts an observer around the journal, or null for none.</param>
    public Composition(WatchdogConfig config, Directories directories, TimeProvider time, ILoggerFactory logs, Func<IJournal, IJournal>? observed = null)
    {
        Logs = logs;
        _directories = directories;
        Clock = new Clock(time);
        Journal = new JournalWriter(directories.Journal, config.Journal, time, logs.CreateLogger<JournalWriter>());
        _store = new StateStore(directories, BootId.Read(), time, logs.CreateLogger<StateStore>());
        Probes = new ProbeFactory(time);
        Managers = new ManagerSet(ChildOptions.In(directories.State), time, logs);
        var log = logs.CreateLogger<HostWatch>();
        var notifyLog = logs.CreateLogger<Delivery>();
        _notifiers = new NotifierFactory(time);
        Delivery = new Delivery(new Outbox(new OutboxFiles(directories.Outbox, time, notifyLog), time, notifyLog), _notifiers.Create, time, notifyLog);
        Notices = NoticesOf(config, directories, Delivery, logs.CreateLogger<Notify.Notices>());
        Reports = new DailyReport(config.Report, directories, Delivery, time, logs.CreateLogger<DailyReport>()) { Services = config.Services };
        Host = new HostWatch(new SelfHealth(Self(time), Clock, log), new Consumers("/proc", "/sys/fs/cgroup", Environment.ProcessorCount), Clock, log, Notices);
        Notices.LookAround = Host.LookAround;
        _kernel = KernelFacts.OfThisMachine(time);
        Evidence = new EvidenceDesk(new BundleStore(directories.Evidence), directories.Journal, CollectorsOf, _kernel, Clock, logs.CreateLogger<EvidenceDesk>()) { Config = config.Evidence, Secrets = config.Secrets };
        _journal = new EvidenceJournal(observed?.Invoke(Journal) ?? Journal, Evidence);
        Lookers = new LookerFactory(Probes, _kernel, Host.Self, Clock, Evidence);
    }

    public JournalWriter Journal { get; }

    /// <summary>Messages on their way. Nothing is sent before the daemon is made, or a round asks for it.</summary>
    public Delivery Delivery { get; }

    /// <summary>The one that is sent once a day.</summary>
    public DailyReport Reports { get; }

    public ILoggerFactory Logs { get; }

    public Clock Clock { get; }

    /// <summary>What concerns all services at once.</summary>
    public HostWatch Host { get; }

    /// <summary>What people are told.</summary>
    public Notify.Notices Notices { get; }

    public ManagerSet Managers { get; }

    public ProbeFactory Probes { get; }

    public LookerFactory Lookers { get; }

    public EvidenceDesk Evidence { get; }

    public Daemon Daemon(WatchdogConfig config, SdNotify notify)
    {
        var log = Logs.CreateLogger<Daemon>();
        var services = Services(log);
        var heartbeat = Heartbeat(() => services.FirstStuck(Clock.Now.Uptime));
        Tell(config, heartbeat);
        Leave(config);
        Reports.Start();
        return new Daemon(config, services, Managers, notify, Clock, log)
        {
            OnReloaded = changed =>
            {
                Journal.Keep = changed.Journal;
                Evidence.Config = changed.Evidence;
                Evidence.Secrets = changed.Secrets;
                Tell(changed, heartbeat);
                Reports.Services = changed.Services;
                Reports.Follow(changed.Report);
            },
            OnApplied = Leave,
            OnBeat = () =>
            {
                Notices.LeaveGone(services.Loops.ContainsKey, Clock.Now);
                Notices.SaveAgain();
                HoldBack(Notices.Routing);      // the clock may have been set
            },
            Alongside = heartbeat.RunAsync,
        };
    }

    /// <param name="stuck">The first loop that does not turn.</param>
    public DeadMansSwitch Heartbeat(Func<string?> stuck) => new(_notifiers.Client, stuck, Clock.Time, Logs.CreateLogger<DeadMansSwitch>());

    private void Tell(WatchdogConfig config, DeadMansSwitch heartbeat)
    {
        Notices.Routing = config.Routing;
        Delivery.Use(config.Notifiers);
        HoldBack(config.Routing);
        heartbeat.Use(config.Heartbeat);
    }

    /// <summary>Messages that wait, in the quiet hours as they are now.</summary>
    public void HoldBack(RoutingConfig routing) => Delivery.Hold(message => RouteRules.NotBefore(routing, message.Severity, Clock.Now.Utc));

    private void Leave(WatchdogConfig config) => Notices.Leave(name => ServiceNames.Has(config.Services, name), Clock.Now);

    public ServiceSet Services(ILogger log) => new(Managers, Lookers, _journal, _store, Clock, Host, log, Notices);

    public (Keeper Keeper, OneShotRound Round) OneShot(ServiceConfig service)
    {
        var log = Logs.CreateLogger<OneShotRound>();
        var unit = UnitOf(service, DaemonsOwn);
        var keeper = new Keeper(service, _journal, _store, log, Notices);
        _keepers[service.Name] = keeper;
        var looker = Lookers.Create(service, unit, PeersOf, log);
        return (keeper, new OneShotRound(keeper, looker, new Actor(keeper, unit, looker, Clock, log), Clock, Host.Watch(keeper, () => { })));
    }

    /// <summary>Takes evidence of a service and does nothing else, while no daemon runs. The journal is told of it; the state is not written.</summary>
    /// <returns>The bundle's id; else why there is none.</returns>
    public async Task<(string? Id, string? Problem)> TakeEvidenceAsync(ServiceConfig service, string by, CancellationToken cancel)
    {
        var looker = Lookers.Create(service, UnitOf(service, DaemonsOwn), PeersOf, Logs.CreateLogger<EvidenceDesk>());
        var state = _store.Load(service.Name).State ?? ServiceState.New;
        if (await looker.AtUnitAsync(cancel).ConfigureAwait(false) is UnitSeen { Status: { } status }) state = FreshLooks.Of(state, status);

        // There were no looks before, and what they say now is evidence too.
        var answers = await Task.WhenAll(looker.Slots.Select(slot => looker.AtCheckAsync(slot, state.Instance, slot.Policy.Timeout, cancel).AsTask())).ConfigureAwait(false);
        state = FreshLooks.Of(state, service.Policy, [.. answers.Select(answer => answer.Observation)], Clock.Now);
        var taking = looker.Evidence!.Begin(Occasion.Asked(by), state, looker.Slots, cancel)!;
        var id = await taking.EndAsync().ConfigureAwait(false);
        if (id is not null) Journal.Append(new JournalEntry { At = Clock.Now.Utc, Up = Clock.Now.Uptime, Service = service.Name, Input = new EvidenceTaken(id, $"asked for by {by}") }, durable: false);
        return (id, taking.Problem);
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
        Notices.SaveAgain();
        await Evidence.DisposeAsync().ConfigureAwait(false);
        await Reports.DisposeAsync().ConfigureAwait(false);
        await Delivery.DisposeAsync().ConfigureAwait(false);
        _notifiers.Dispose();
        await Managers.DisposeAsync().ConfigureAwait(false);
        Probes.Dispose();
        Journal.Dispose();
    }

    /// <summary>What people are told, and have been.</summary>
    /// <param name="outbox">Where messages go.</param>
    public static Notify.Notices NoticesOf(WatchdogConfig config, Directories directories, IOutbox outbox, ILogger log)
    {
        var place = new Surround(Environment.MachineName, directories.Evidence, OurCommand.For(directories));
        return new Notify.Notices(config.Routing, outbox, new ToldStore(directories.Told, directories.RuntimeTold, log), place, log);
    }

    private ImmutableArray<ICollector> CollectorsOf(ServiceConfig service, EvidenceConfig config) => Collectors.Of(
        new CollectorContext(service, Managers, _kernel, _directories.State, Clock.Time) { Stacks = config.Stacks is [EvidenceConfig.Auto] ? null : config.Stacks });

    private SelfChecks Self(TimeProvider time) => new()
    {
        Control = cancel => ControlProbe.LookAsync(Probes, time, cancel),
        Descriptors = OwnDescriptors.Short,
        Asleep = SleepClock.Asleep,
        Pressure = HostPressure.Words,
    };
}
