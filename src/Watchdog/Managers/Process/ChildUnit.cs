using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>
/// A service that we run ourselves. It is taken up if it has outlived us, and ended when this is disposed; nothing starts it but an order, so that what
/// holds a service back holds its child, too. Whatever it starts ends with it, as long as it stays in its process group, or in its control group where it has one.
/// </summary>
internal sealed class ChildUnit : IManagedUnit, IAsyncDisposable
{
    private static readonly TimeSpan SpawnDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MemoryDeadline = TimeSpan.FromMilliseconds(500);

    private readonly BoundedLog _log;
    private readonly ChildStarter _starter;
    private readonly ProcessMemory _memory;
    private readonly ChildOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _acting = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Notices _notices = new();
    private readonly Lock _state = new();
    private readonly string? _endedBefore;
    private ProcessConfig _config;
    private ChildProcess? _child;
    private Reason _startFailure;
    private UnitState? _between;
    private Task<Reason> _spawning = Task.FromResult(default(Reason));
    private bool _closed;

    public ChildUnit(string name, ProcessConfig config, ChildOptions options, ChildRecords records, TimeProvider time, ILogger logger)
    {
        Name = name;
        _config = config;
        _options = options;
        _time = time;
        _logger = logger;
        _memory = new ProcessMemory(time);
        _log = options.LogOf(name, time, logger);
        _starter = new ChildStarter(name, _log, records, options, time, logger);
        _child = _starter.TakeUp(config, out _endedBefore);
        if (_child is not null) _ = TellOfEndAsync(_child);
    }

    public string Name { get; }

    /// <summary>What the next start runs; the child that runs now is left alone.</summary>
    public void Configure(ProcessConfig config)
    {
        lock (_state) _config = config;
    }

    public ValueTask<UnitLook> LookAsync(CancellationToken cancel)
    {
        lock (_state)
        {
            var view = new ChildView(_child, _endedBefore, _between, _startFailure, IsSpawning: !_spawning.IsCompleted, _closed);
            return ValueTask.FromResult(UnitLook.Seen(view.Status with { TimeoutStop = _options.StopTimeout, TimeoutStopIsDefault = true, TimeoutStart = SpawnDeadline }));
        }
    }

    public async Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel)
    {
        if (!await _acting.WaitAsync(TimeSpan.Zero, cancel)) return Outcome(RestartResult.Displaced, "busy", "its start or stop is under way");
        var began = _time.GetTimestamp();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closing.Token);
            var outcome = order.Intent == Intent.EnsureUp ? await StartAsync("", either.Token)
                // A loop that ends (a reload) must not leave behind a child that was stopped and not started again: only our own end cuts this short.
                : await RestartAsync(order, _closing.Token);
            return outcome with { Took = _time.GetElapsedTime(began) };
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return Outcome(RestartResult.Failed, "closing", "we are ending it ourselves");
        }
        finally
        {
            lock (_state)
            {
                _between = null;
                _acting.Release();      // in one: whoever sees that nothing is under way may order the next
            }

            _notices.Tell();
        }
    }

    public async ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel) => Running() is { } child
        ? await _memory.ReadAsync(child.Pid, source, MemoryDeadline, cancel)
        : new MemoryLook(null, null, new Reason("not-running", "it does not run"));

    public IDisposable Subscribe(Action changed) => _notices.Subscribe(changed);

    /// <summary>The same for good: nothing is remembered of it, but of what does not end.</summary>
    public async Task RemoveAsync()
    {
        await DisposeAsync();
        if (Running() is null) _starter.Forget(null);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_state)
        {
            if (_closed) return;
            _closed = true;
        }

        await _closing.CancelAsync();
        // Whoever acts has just been cancelled, so this does not wait long.
        await _acting.WaitAsync(CancellationToken.None);
        await ((Task)_spawning).WaitAsync(SpawnDeadline, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Running() is { } child)
        {
            var stopped = await StopAsync(child, _options.StopTimeout, CancellationToken.None);
            if (stopped != StopResult.StillThere) await child.Drained;
        }

        _log.Dispose();
        _closing.Dispose();
    }

    private async Task<RestartOutcome> RestartAsync(Restart order, CancellationToken cancel)
    {
        if (Running() is not { } child) return Outcome(RestartResult.Displaced, "not-running", "it had ended before it could be restarted");
        if (order.Instance.Length > 0 && order.Instance != child.Instance)
        {
            return Outcome(RestartResult.Displaced, "other-instance", $"pid {child.Pid} is another run than the one to be restarted");
        }

        var grace = order.KillAfter ?? _options.StopTimeout;
        Between(UnitState.Deactivating);
        var dump = "";
        if (order.Signal is { } signal)
        {
            Log.DumpAsked(_logger, Name, child.Pid, DumpSignals.Name(signal));
            dump = await child.AskForDumpAsync(signal, _time, cancel);
        }

        var alreadyEnded = child.Ended.IsCompleted;
        var stopped = await StopAsync(child, grace, cancel);
        if (stopped == StopResult.StillThere)
        {
            return Outcome(RestartResult.TimedOut, "unkillable", $"pid {child.Pid} does not even end on SIGKILL: it hangs in the kernel") with { Killed = true };
        }

        var killed = stopped == StopResult.Killed;
        var how = alreadyEnded ? $"pid {child.Pid} ended; " : killed ? $"pid {child.Pid} ignored SIGTERM for {Seconds(grace)} and was killed; " : $"pid {child.Pid} ended on SIGTERM; ";
        var started = await StartAsync(how, cancel);
        return started with { Killed = killed, Reason = started.Reason with { Sentence = started.Reason.Sentence + dump } };
    }

    private async Task<StopResult> StopAsync(ChildProcess child, TimeSpan grace, CancellationToken cancel)
    {
        var result = await child.StopAsync(grace, _time, cancel);
        if (result != StopResult.Ended) Log.ChildKilled(_logger, Name, child.Pid, Seconds(grace));

        // It did not end by itself: should we end before it is started again, the next of us starts it at once.
        if (result != StopResult.StillThere) _starter.Forget(child);
        return result;
    }

    private async Task<RestartOutcome> StartAsync(string before, CancellationToken cancel)
    {
        if (Running() is { } already) return Outcome(RestartResult.Done, "already-running", $"it runs already, as pid {already.Pid}");
        if (!_spawning.IsCompleted) return Outcome(RestartResult.TimedOut, "start-stuck", "an earlier start of it has still not come back");
        Between(UnitState.Activating);
        _spawning = Task.Run(Spawn, CancellationToken.None);
        try
        {
            var failure = await _spawning.WaitAsync(SpawnDeadline, _time, cancel);
            if (failure.Code is not null) return new RestartOutcome(RestartResult.Failed, failure with { Sentence = before + failure.Sentence });
            return Outcome(RestartResult.Done, "started", $"{before}started as pid {_child?.Pid}");
        }
        catch (TimeoutException)
        {
            return Outcome(RestartResult.TimedOut, "start-stuck", $"{before}its start has not come back in {Seconds(SpawnDeadline)}");
        }
    }

    private Reason Spawn()
    {
        var (child, failure) = _starter.Start(_config);
        var tooLate = false;
        lock (_state)
        {
            _startFailure = failure;
            _child = child ?? _child;
            tooLate = _closed;
        }

        if (child is null)
        {
            Log.ChildNotStarted(_logger, Name, failure.Sentence);
            return failure;
        }

        Log.ChildStarted(_logger, Name, child.Pid);
        _ = TellOfEndAsync(child);
        if (tooLate) child.Kill();
        return default;
    }

    private async Task TellOfEndAsync(ChildProcess child)
    {
        var end = await child.Ended;
        Log.ChildEnded(_logger, Name, child.Pid, end);
        _notices.Tell();
    }

    private void Between(UnitState state)
    {
        lock (_state) _between = state;
        _notices.Tell();
    }

    private ChildProcess? Running()
    {
        lock (_state) return _child is { Ended.IsCompleted: false } child ? child : null;
    }

    private static RestartOutcome Outcome(RestartResult result, string code, string sentence) => new(result, new Reason(code, sentence));

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
