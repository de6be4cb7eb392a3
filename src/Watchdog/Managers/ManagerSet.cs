using System.Collections.Concurrent;
using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Managers.Commands;
using Watchdog.Managers.Containers;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Launchd;
using Watchdog.Managers.Runit;
using Watchdog.Managers.S6;
using Watchdog.Managers.Supervisord;
using Watchdog.Managers.Systemd;

namespace Watchdog.Managers;

/// <summary>The managers of this machine, each opened when the first service asks for it.</summary>
internal sealed class ManagerSet(ChildOptions children, TimeProvider time, ILoggerFactory logs) : IAsyncDisposable
{
    /// <summary>
    /// At our end, for orders that others would not carry on without us: with the 5 s that a loop has, less than the 30 s (TimeoutStopSec) that our own unit has.
    /// </summary>
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(20);

    private readonly Dictionary<SystemdScope, SystemdManager> _systemd = [];
    private readonly Dictionary<SupervisordConfig, SupervisordClient> _supervisords = [];
    private readonly ConcurrentDictionary<string, OneOrder> _orders = [];
    private readonly Lock _opening = new();
    private ChildManager? _children;

    public IManagedUnit UnitOf(ServiceConfig service) => service.Manager switch
    {
        SystemdConfig systemd => Systemd(systemd.Scope).Unit(systemd.Unit),
        ProcessConfig process => Children().Unit(service.Name, process),
        LaunchdConfig launchd => Driven(service, new LaunchdDriver(launchd, time)),
        SupervisordConfig program => Driven(service, new SupervisordDriver(program, Supervisord(program), time)),
        RunitConfig runit => Driven(service, new RunitDriver(runit, time)),
        S6Config s6 => Driven(service, new S6Driver(s6, time)),
        ContainerConfig container => Driven(service, new ContainerDriver(container, time)),
        CommandConfig command => Driven(service, new CommandDriver(service.Name, command, time)),
        _ => throw new InvalidOperationException($"no manager for {service.Manager.GetType().Name}"),
    };

    /// <summary>Tells, now and on every change, which units match a template glob. Disposing ends it.</summary>
    public IDisposable Follow(SystemdConfig glob, Action<ImmutableArray<string>> changed) =>
        new UnitDirectory(Systemd(glob.Scope)).Follow(glob.Unit, changed);

    /// <summary>A service is configured no more: a child of ours ends, everyone else's unit is none of our business.</summary>
    public Task ForgetAsync(ServiceConfig service) =>
        service.Manager is ProcessConfig && _children is { } known ? known.RemoveAsync(service.Name) : Task.CompletedTask;

    /// <summary>At our start: a child that has outlived our crash ends where its service is configured no more.</summary>
    /// <param name="services">All that are configured.</param>
    public Task ForgetOthersAsync(IEnumerable<ServiceConfig> services) =>
        Children().EndOthersAsync(services.Where(service => service.Manager is ProcessConfig).Select(service => service.Name).ToHashSet());

    public async ValueTask DisposeAsync()
    {
        var orders = Task.WhenAll(_orders.Select(one => EndedAsync(one.Key, one.Value)));
        if (_children is not null) await _children.DisposeAsync().ConfigureAwait(false);
        await orders.ConfigureAwait(false);
        foreach (var manager in _systemd.Values) manager.Dispose();
        foreach (var server in _supervisords.Values) server.Dispose();
    }

    /// <summary>systemd's own, for what concerns it alone.</summary>
    internal SystemdManager Systemd(SystemdScope scope)
    {
        lock (_opening)
        {
            if (_systemd.TryGetValue(scope, out var known)) return known;
            return _systemd[scope] = new SystemdManager(scope, time, logs.CreateLogger<SystemdManager>());
        }
    }

    /// <summary>Where a child of ours writes to.</summary>
    internal string OutputOf(string service) => children.OutputOf(service);

    /// <summary>One for all programs of a server.</summary>
    internal SupervisordClient Supervisord(SupervisordConfig program)
    {
        var server = program with { Program = "" };
        lock (_opening)
        {
            if (_supervisords.TryGetValue(server, out var known)) return known;
            return _supervisords[server] = new SupervisordClient(server, time);
        }
    }

    private DrivenUnit Driven(ServiceConfig service, IDriver driver) =>
        new(driver, time, logs.CreateLogger<DrivenUnit>(), _orders.GetOrAdd(service.Name, _ => new OneOrder()));

    private async Task EndedAsync(string service, OneOrder order)
    {
        await order.Ended.WaitAsync(s_endWithin, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (order.Job is { } job) Log.OrderLeftBehind(logs.CreateLogger<ManagerSet>(), service, job);
    }

    private ChildManager Children()
    {
        lock (_opening) return _children ??= new ChildManager(children, time, logs.CreateLogger<ChildManager>());
    }
}
