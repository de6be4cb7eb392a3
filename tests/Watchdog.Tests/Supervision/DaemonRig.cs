using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Managers.Systemd;
using Watchdog.Supervision;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

/// <summary>A whole daemon over a real file, with children of its own as services.</summary>
internal sealed class DaemonRig : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Composition _parts;
    private readonly Task _running;

    public DaemonRig(string services, string? linkTo = null)
    {
        Path = System.IO.Path.Combine(_folder.Path, "watchdog.json");
        Target = linkTo is null ? Path : System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(_folder.Path, linkTo)).FullName, "real.json");
        File.WriteAllText(Target, Text(services));
        if (linkTo is not null) File.CreateSymbolicLink(Path, Target);
        var read = ConfigReader.Read(Path);
        Assert.Empty(read.Errors);
        _parts = new Composition(read.Config!, _folder.Directories, TimeProvider.System, NullLoggerFactory.Instance);
        Daemon = _parts.Daemon(read.Config!, new SdNotify(null, null, null, TimeProvider.System));
        _running = Daemon.RunAsync(_stop.Token);
    }

    /// <summary>What the daemon was told to read.</summary>
    public string Path { get; }

    /// <summary>The file at the end of the link, else the same.</summary>
    public string Target { get; }

    public Daemon Daemon { get; }

    public Clock Clock => _parts.Clock;

    public BundleStore Evidence => _parts.Evidence.Store;

    public JournalConfig JournalKept => _parts.Journal.Keep;

    public ServiceLoop this[string service] => Daemon.Services.Loops[service];

    public static string Child(string name, string more = "") => $"\"{name}\": {{ \"process\": {{ \"command\": [\"sleep\", \"1000\"] }}{more} }}";

    public static string Text(string services, string more = "") => $"{{ \"services\": {{ {services} }}{more} }}";

    public void Write(string services, string more = "") => File.WriteAllText(Target, Text(services, more));

    public Task WatchedAsync(params string[] services) => Eventually.TrueAsync(
        () => Daemon.Services.Loops.Keys.Order().SequenceEqual(services) && Daemon.Services.Loops.Values.All(loop => loop.Keeper.State.Unit?.State == UnitState.Active),
        () => $"{string.Join(", ", services)} run; watched are {string.Join(", ", Daemon.Services.Loops.Keys)}");

    /// <summary>The same, and their first start is over.</summary>
    public async Task WatchingAsync(params string[] services)
    {
        await WatchedAsync(services);
        await Eventually.TrueAsync(() => services.All(service => this[service].Keeper.State.Phase == Phase.Watching), () => $"all are watched; {string.Join(", ", services.Select(service => this[service].Keeper.State.Phase))}");
    }

    public int Pid(string service) => this[service].Keeper.State.Unit!.MainPid;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Daemon.DisposeAsync();
        await _parts.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }
}
