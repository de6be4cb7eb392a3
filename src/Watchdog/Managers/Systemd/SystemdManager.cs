using Watchdog.Config;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// A systemd manager over D-Bus: the system's, or that of our own user. One for all of its units; it connects at once, and again whenever the bus is lost.
/// Where there is no libsystemd, every look says so.
/// </summary>
internal sealed class SystemdManager : IBusListener, IDisposable
{
    private readonly BusThread _bus;
    private readonly UnitListeners _listeners = new();
    private readonly JobWaits _waits = new();
    private readonly TimeProvider _time;
    private readonly BusOptions _options;
    private readonly ManagerDefaults _defaults;

    public SystemdManager(SystemdScope scope, TimeProvider time, ILogger log)
        : this(BusOptions.For(scope), time, log)
    {
    }

    internal SystemdManager(BusOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, Log) = (options, time, log);
        _defaults = new ManagerDefaults(this);
        Journal = new JournalLookup(options);
        _bus = new BusThread(options, this, time, log);
    }

    /// <summary>On the bus thread: a unit has come or gone, or a job of it has ended; empty for "any may have".</summary>
    internal event Action<string>? UnitsChanged;

    public SystemdScope Scope => _options.Scope;

    internal TimeProvider Time => _time;

    internal ILogger Log { get; }

    internal JournalLookup Journal { get; }

    internal string CgroupRoot => _options.CgroupRoot;

    internal UnitListeners Listeners => _listeners;

    internal JobWaits Waits => _waits;

    /// <summary>Time since boot, on systemd's own monotonic clock.</summary>
    internal TimeSpan Uptime => _time.GetElapsedTime(0);

    /// <param name="name">With its suffix: <c>hermes-webui.service</c>.</param>
    public IManagedUnit Unit(string name) => new SystemdUnit(this, name);

    public void Dispose()
    {
        _bus.Dispose();
        Journal.Dispose();
    }

    internal Task<BusReply<T>> ManagerAsync<T>(string member, BusWrite? write, BusRead<T> read, CancellationToken cancel) =>
        _bus.CallAsync(BusMatches.ManagerPath, BusMatches.ManagerInterface, member, write, read, cancel);

    /// <summary>All properties of all interfaces of a unit: an empty interface asks for that.</summary>
    internal Task<BusReply<UnitProperties>> UnitAsync(string path, BusRead<UnitProperties> read, CancellationToken cancel) =>
        _bus.CallAsync(path, BusMatches.Properties, "GetAll", static message => message.Append(""), read, cancel);

    internal Task<BusReply<T>> PropertyAsync<T>(string path, string @interface, string name, string type, BusRead<T> read, CancellationToken cancel) =>
        _bus.CallAsync(path, BusMatches.Properties, "Get", message => Ask(message, @interface, name), message => ReadVariant(message, type, read), cancel);

    /// <summary>The manager's defaults, asked for once a connection.</summary>
    internal ValueTask<ulong?> DefaultTimeoutStopAsync(CancellationToken cancel) => _defaults.TimeoutStopAsync(cancel);

    void IBusListener.Connected()
    {
        _defaults.Forget();
        _listeners.Each(static unit => unit.Lost());
        UnitsChanged?.Invoke("");
    }

    void IBusListener.Lost()
    {
        _waits.Lost();
        _listeners.Each(static unit => unit.Lost());
    }

    void IBusListener.Signal(BusMessage signal)
    {
        switch (signal.Member)
        {
            case "PropertiesChanged":
                _listeners.At(signal.Path, static unit => unit.Changed());
                break;
            case "JobNew":
                var (id, job, unit) = ((uint)signal.ReadNumber('u'), signal.ReadString('o'), signal.ReadString());
                _listeners.At(BusMatches.UnitPath(unit), listener => listener.JobQueued(id, job));
                break;
            case "JobRemoved":
                JobEnded((uint)signal.ReadNumber('u'), signal.ReadString('o'), signal.ReadString(), signal.ReadString());
                break;
            case "UnitNew" or "UnitRemoved":
                UnitsChanged?.Invoke(signal.ReadString());
                break;
            case "Reloading":
                _defaults.Forget();
                break;
        }
    }

    private static void Ask(BusMessage message, string @interface, string name)
    {
        message.Append(@interface);
        message.Append(name);
    }

    private static T ReadVariant<T>(BusMessage message, string type, BusRead<T> read)
    {
        message.Enter('v', type);
        var value = read(message);
        message.Exit();
        return value;
    }

    private void JobEnded(uint id, string job, string unit, string result)
    {
        _waits.Ended(job, result);
        _listeners.At(BusMatches.UnitPath(unit), listener => listener.JobEnded(id, result));
        UnitsChanged?.Invoke(unit);
    }
}
