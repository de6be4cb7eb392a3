using System.Threading.Channels;
using Polly;
using Polly.Retry;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// The one thread that owns a bus. Calls come in through a bounded queue and are all in flight together; signals are handled between them. When the bus
/// goes away every call fails at once, and the thread connects again with a growing pause.
/// </summary>
internal sealed class BusThread : IDisposable
{
    /// <summary>For one call, through its answer. sd-bus itself would wait 25 s.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10), s_firstPause = TimeSpan.FromMilliseconds(200);

    // The system bus refuses more than 128 unanswered calls of a connection (max_replies_per_connection of dbus-daemon(1)).
    private const int QueueLength = 4096, MostInFlight = 64;

    private readonly Channel<BusCall> _queue = Channel.CreateBounded<BusCall>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<ResiliencePipeline> _reconnect;
    private readonly BusOptions _options;
    private readonly IBusListener _listener;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Thread? _thread;
    private readonly int _wakeUp;
    private string _manager = "";
    private bool _managerGone;
    private bool _wasLost;

    // Null while calls are taken; they are from the start on, so that the first look waits for the first connection.
    private volatile BusError? _refuse;

    public BusThread(BusOptions options, IBusListener listener, TimeProvider time, ILogger log)
    {
        (_options, _listener, _time, _log) = (options, listener, time, log);
        _reconnect = new Lazy<ResiliencePipeline>(() => Reconnecting(time));
        if (!LibSystemd.IsPresent)
        {
            _refuse = BusError.NoLibsystemd;
            return;
        }

        _wakeUp = LibC.NewWakeUp();
        _thread = new Thread(Run) { IsBackground = true, Name = $"bus-{options.Scope}" };
        _thread.Start();
    }

    /// <summary>Calls a method of the manager's. Never throws but for <paramref name="cancel"/>.</summary>
    public async Task<BusReply<T>> CallAsync<T>(
        string path, string @interface, string member, BusWrite? write, BusRead<T> read, CancellationToken cancel)
    {
        if (_refuse is { } refused) return new BusReply<T>(default, refused);

        var call = new BusCall<T>(path, @interface, member, write, read);
        if (!_queue.Writer.TryWrite(call)) return new BusReply<T>(default, BusError.Unreachable("too many calls wait for the bus"));

        LibC.Wake(_wakeUp);
        try
        {
            return await call.Task.WaitAsync(CallTimeout, _time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What is still queued must not be sent any more; what was sent may still happen.
            call.Fail(BusError.TimedOut(CallTimeout));
            return await call.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            call.Fail(BusError.TimedOut(CallTimeout));
            throw;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        if (_thread is null) return;

        LibC.Wake(_wakeUp);
        // A thread that does not end in time keeps its few descriptors until the process ends: nothing else may touch them.
        if (!_thread.Join(TimeSpan.FromSeconds(2))) return;

        _ = LibC.close(_wakeUp);
        _stop.Dispose();
    }

    private static ResiliencePipeline Reconnecting(TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Result is null),
            MaxRetryAttempts = int.MaxValue,
            Delay = s_firstPause,
            MaxDelay = TimeSpan.FromSeconds(30),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        }).Build();

    private void Run()
    {
        _options.OnThread?.Invoke();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                // Most of the time the first try does: a one-shot run is over before the means for a second one would be loaded.
                using (var connection = Connect() ?? _reconnect.Value.Execute(_ => Connect(), _stop.Token))
                {
                    if (connection is not null) Serve(connection);
                }

                _stop.Token.WaitHandle.WaitOne(s_firstPause);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped while waiting to connect again.
        }
        finally
        {
            Refuse(BusError.Unreachable("the connection to the bus is closed"), null);
        }
    }

    /// <summary>One try, until the manager has answered; null when it failed.</summary>
    private BusConnection? Connect()
    {
        (_manager, _managerGone) = ("", false);
        var connection = BusConnection.Open(_options.Address, CallTimeout, OnSignal, OnBug, out var errno);
        if (connection is null) return Lost($"nobody answers at {_options.Address} (errno {errno})", null);

        foreach (var rule in BusMatches.All) connection.Match(rule);
        var subscribed = new BusCall<string>(BusMatches.ManagerPath, BusMatches.ManagerInterface, "Subscribe", null, static answer => answer.Sender);
        connection.Send(subscribed, CallTimeout);

        var deadline = _time.GetElapsedTime(0) + s_connectTimeout;
        while (!subscribed.IsOver && connection.Process() && !_stop.IsCancellationRequested)
        {
            var left = deadline - _time.GetElapsedTime(0);
            if (left <= TimeSpan.Zero) break;
            if (!subscribed.IsOver) connection.Wait(_wakeUp, left);
        }

        var reply = subscribed.IsOver ? subscribed.Task.Result : new BusReply<string>(null, BusError.Unreachable("the bus does not answer"));
        return reply.Error is { } error ? Lost($"systemd does not answer on the bus: {error.Message}", connection) : Ready(connection, reply.Value!);
    }

    private BusConnection Ready(BusConnection connection, string manager)
    {
        _manager = manager;
        // A call of before must not be carried out now, on another footing.
        if (_wasLost) FailQueued(_refuse!);
        _refuse = null;
        _listener.Connected();
        if (_wasLost) Log.BusFound(_log, _options.Scope);
        _wasLost = false;
        return connection;
    }

    private void Serve(BusConnection connection)
    {
        while (connection.Process() && !_managerGone && !_stop.IsCancellationRequested)
        {
            while (connection.Pending < MostInFlight && _queue.Reader.TryRead(out var call)) connection.Send(call, CallTimeout);
            connection.Wait(_wakeUp, CallTimeout);
        }

        if (_stop.IsCancellationRequested) connection.FailAll(BusError.Unreachable("the connection to the bus is closed"));
        else Lost(_managerGone ? "systemd has left the bus" : "the connection to the bus was lost", connection);
    }

    private BusConnection? Lost(string why, BusConnection? connection)
    {
        if (!_wasLost) Log.BusLost(_log, _options.Scope, why);
        _wasLost = true;
        Refuse(BusError.Unreachable(why), connection);
        if (connection is not null && _manager.Length > 0) _listener.Lost();
        connection?.Dispose();
        return null;
    }

    private void Refuse(BusError error, BusConnection? connection)
    {
        _refuse = error;
        connection?.FailAll(error);
        FailQueued(error);
    }

    private void FailQueued(BusError error)
    {
        while (_queue.Reader.TryRead(out var call)) call.Fail(error);
    }

    private void OnSignal(BusMessage signal)
    {
        // Whoever else is on the bus can send us a signal by name.
        if (signal.Sender == BusMatches.BusItself) _managerGone |= signal.Member == "NameOwnerChanged" && _manager.Length > 0;
        else if (signal.Sender == _manager) _listener.Signal(signal);
    }

    private void OnBug(Exception bug) => Log.BusMessageFailed(_log, bug, _options.Scope);
}
