using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Watchdog.Config;
using Watchdog.Managers;

namespace Watchdog.Supervision;

/// <summary>
/// The daemon: keeps the set of services in step with the configuration file and the units that exist, and tells its own manager that it is alive
/// only while every loop really turns.
/// </summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly ServiceSet _services;
    private readonly Templates _templates;
    private readonly SdNotify _notify;
    private readonly Clock _clock;
    private readonly ILogger _log;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile WatchdogConfig _config;
    private volatile ReloadOutcome? _lastReload;

    public Daemon(WatchdogConfig config, ServiceSet services, ManagerSet managers, SdNotify notify, Clock clock, ILogger log)
    {
        (_config, _services, _notify, _clock, _log) = (config, services, notify, clock, log);
        _templates = new Templates(managers, () => _changes.Writer.TryWrite(true));
        Started = clock.Now;
    }

    public Core.Moment Started { get; }

    public WatchdogConfig Config => _config;

    public ServiceSet Services => _services;

    /// <summary>What came of the last reload; null before the first.</summary>
    public ReloadOutcome? LastReload => _lastReload;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var watcher = new ConfigWatcher(_config.Path, _clock.Time, _log, () => _ = ReloadAsync("the file has changed", stop));
        await ApplyAsync(stop).ConfigureAwait(false);
        Log.DaemonStarted(_log, _config.Services.Length, _config.Path);
        _notify.Ready(Summary.Line(_services.Loops.Values));
        var beating = BeatAsync(stop);
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await _services.ApplyAsync(_templates.Expand(_config.Services), stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.DaemonStopping(_log);
        }

        _notify.Stopping();
        await beating.ConfigureAwait(false);
    }

    /// <summary>Reads the whole file again; swaps service by service when it is good, keeps everything when it is not. Never restarts anything.</summary>
    public async Task<ReloadOutcome> ReloadAsync(string because, CancellationToken cancel)
    {
        var read = ConfigReader.Read(_config.Path);
        if (read.Config is not { } config)
        {
            var problems = read.Problems.Select(problem => problem.ToString()).ToArray();
            foreach (var problem in problems) Log.ConfigRejected(_log, problem);
            return _lastReload = new ReloadOutcome(_clock.Now.Utc, problems);
        }

        _config = config;
        await ApplyAsync(cancel).ConfigureAwait(false);
        Log.ConfigReloaded(_log, because, config.Services.Length);
        return _lastReload = new ReloadOutcome(_clock.Now.Utc, []);
    }

    public async ValueTask DisposeAsync()
    {
        _templates.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private Task ApplyAsync(CancellationToken cancel)
    {
        _templates.Follow(_config.Services);
        return _services.ApplyAsync(_templates.Expand(_config.Services), cancel);
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_notify.BeatEvery, _clock.Time);
        var said = "";
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                if (_services.FirstStuck(_clock.Now.Uptime) is { } stuck) Log.LoopStuck(_log, stuck);
                else _notify.Alive();

                var line = Summary.Line(_services.Loops.Values);
                if (line != said) _notify.Status(said = line);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }
}
