using System.Threading.Channels;
using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;

namespace Watchdog.Supervision;

/// <summary>
/// The daemon: keeps the set of services in step with the configuration file and the units that exist, and tells its own manager that it is alive
/// only while every loop really turns.
/// </summary>
internal sealed class Daemon : IAsyncDisposable
{
    /// <summary>Requests beyond this wait. What nobody waits for is dropped then: whatever is waiting sees to it as well.</summary>
    private const int ChangesWaiting = 8;

    /// <summary>Beats; the first looks are over, and each loop has turned.</summary>
    private const int SettledAfter = 2;

    /// <summary>How often the loops are looked after and the status line is told, where our own manager does not ask for more.</summary>
    private static readonly TimeSpan s_beatEvery = TimeSpan.FromSeconds(15);

    private readonly ServiceSet _services;
    private readonly Templates _templates;
    private readonly SdNotify _notify;
    private readonly Clock _clock;
    private readonly ILogger _log;
    private readonly Channel<Change> _changes = Channel.CreateBounded<Change>(ChangesWaiting);
    private volatile WatchdogConfig _config;
    private volatile ReloadOutcome? _lastReload;
    private string? _reread;

    public Daemon(WatchdogConfig config, ServiceSet services, ManagerSet managers, SdNotify notify, Clock clock, ILogger log)
    {
        (_config, _services, _notify, _clock, _log) = (config, services, notify, clock, log);
        _templates = new Templates(managers, () => _changes.Writer.TryWrite(default), log);
        Started = clock.Now;
    }

    public Core.Moment Started { get; }

    public WatchdogConfig Config => _config;

    public ServiceSet Services => _services;

    /// <summary>What came of the last reload; null before the first.</summary>
    public ReloadOutcome? LastReload => _lastReload;

    /// <summary>Told of each configuration that takes the place of another, for what is not the services'.</summary>
    public Action<WatchdogConfig>? OnReloaded { get; init; }

    /// <summary>The same, once the services are watched by it.</summary>
    public Action<WatchdogConfig>? OnApplied { get; init; }

    /// <summary>Called every quarter of a minute or so, while it is known which instances of every template there are.</summary>
    public Action? OnBeat { get; init; }

    /// <summary>Runs beside the loops, from the first of them on until we stop; ends when it is cancelled.</summary>
    public Func<CancellationToken, Task>? Alongside { get; init; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var watcher = new ConfigWatcher(_config.Path, _clock.Time, _log, () => TryReload("the file has changed"));
        var beating = Task.CompletedTask;
        try
        {
            await ApplyAsync(stop).ConfigureAwait(false);
            Log.DaemonStarted(_log, _config.Services.Length, _config.Path);
            _notify.Ready(Summary.Line(_services.Loops.Values));
            beating = Task.WhenAll(BeatAsync(stop), Alongside?.Invoke(stop) ?? Task.CompletedTask);
            await foreach (var change in _changes.Reader.ReadAllAsync(stop).ConfigureAwait(false)) await TakeAsync(change, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.DaemonStopping(_log);
        }

        _notify.Stopping("stopping");
        RefuseWaiting();
        await beating.ConfigureAwait(false);
    }

    /// <summary>Asks for a reload, from where nobody can wait for it (a signal, the file watcher).</summary>
    public void TryReload(string because)
    {
        // Set first: where there is no place for one more change, those that wait find it.
        Volatile.Write(ref _reread, because);
        _changes.Writer.TryWrite(default);
    }

    /// <summary>Asks for a reload and waits for what comes of it.</summary>
    public async Task<ReloadOutcome> ReloadAsync(string because, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<ReloadOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _changes.Writer.WriteAsync(new Change(because, done), cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return Stopping();
        }

        return await done.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _templates.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private async Task TakeAsync(Change change, CancellationToken stop)
    {
        try
        {
            var because = change.Because ?? Interlocked.Exchange(ref _reread, null);
            if (because is null) await ApplyAsync(stop).ConfigureAwait(false);
            else _lastReload = await ReadAgainAsync(because, stop).ConfigureAwait(false);
            if (_lastReload is { } outcome) change.Done?.TrySetResult(outcome);
        }
        catch (OperationCanceledException)
        {
            change.Done?.TrySetResult(Stopping());
            throw;
        }
        catch (Exception bug)
        {
            Log.ReloadFailed(_log, bug);
            change.Done?.TrySetException(bug);
        }
    }

    /// <summary>Nobody waits in vain for a reload that never comes.</summary>
    private void RefuseWaiting()
    {
        _changes.Writer.TryComplete();
        while (_changes.Reader.TryRead(out var change)) change.Done?.TrySetResult(Stopping());
    }

    private ReloadOutcome Stopping() => new(_clock.Now.Utc, ["the daemon is stopping; its next start reads the file"]);

    /// <summary>Reads the whole file; swaps service by service when it is good, keeps everything when it is not. Never restarts anything.</summary>
    private async Task<ReloadOutcome> ReadAgainAsync(string because, CancellationToken stop)
    {
        var read = ConfigReader.Read(_config.Path);
        if (read.Config is not { } config)
        {
            var problems = read.Problems.Select(problem => problem.ToString()).ToArray();
            foreach (var problem in problems) Log.ConfigRejected(_log, problem);
            return new ReloadOutcome(_clock.Now.Utc, problems);
        }

        _config = config;
        OnReloaded?.Invoke(config);
        await ApplyAsync(stop).ConfigureAwait(false);
        OnApplied?.Invoke(config);
        Log.ConfigReloaded(_log, because, config.Services.Length);
        return new ReloadOutcome(_clock.Now.Utc, []);
    }

    private Task ApplyAsync(CancellationToken cancel)
    {
        _templates.Follow(_config.Services);
        return _services.ApplyAsync(_templates.Expand(_config.Services), cancel);
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_notify.WatchdogPeriod / 3 ?? s_beatEvery, _clock.Time);
        var said = "";
        var stuckBefore = "";
        var beats = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                var stuck = _services.FirstStuck(_clock.Now.Uptime) ?? "";
                if (stuck.Length == 0) _notify.Alive();
                else if (stuck != stuckBefore) Log.LoopStuck(_log, stuck);
                stuckBefore = stuck;

                var line = Summary.Line(_services.Loops.Values);
                if (line != said) _notify.Status(said = line);
                if (_templates.Untold().Count == 0) OnBeat?.Invoke();

                // What starting took is garbage by now, of 5 MB at 1000 services, and the collector would keep its room: we are here for months.
                if (++beats == SettledAfter) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <param name="Because">Why the file is to be read again; null when only the units that exist have changed.</param>
    /// <param name="Done">Told what came of it, or null.</param>
    private readonly record struct Change(string? Because, TaskCompletionSource<ReloadOutcome>? Done = null);
}
