using System.Threading.Channels;
using Watchdog.Config;
using Watchdog.Notify.Presets;
using Watchdog.Notify.Sending;

namespace Watchdog.Notify;

/// <summary>
/// Asks a URL while, and only while, every loop turns: who misses it calls for help. It waits for nothing else and nothing waits for it. Without a
/// configuration it does nothing.
/// </summary>
/// <param name="client">Asks.</param>
/// <param name="stuck">The first loop that does not turn; null when all do.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where outages are told, once each.</param>
internal sealed class DeadMansSwitch(WebClient client, Func<string?> stuck, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile HeartbeatConfig? _config;
    private bool _failing;
    private bool _held;

    public void Use(HeartbeatConfig? config)
    {
        if (config == _config) return;
        _config = config;
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = _changes.Reader.TryRead(out _);
                if (_config is { } config) await BeatAsync(config, stop).ConfigureAwait(false);
                await WaitAsync(_config?.Every, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Once.</summary>
    public async Task BeatAsync(HeartbeatConfig config, CancellationToken stop)
    {
        if (stuck() is { } name)
        {
            if (!_held) Log.HeartbeatHeld(log, name);
            _held = true;
            return;
        }

        _held = false;
        var result = await AskAsync(config, stop).ConfigureAwait(false);
        if (result.IsDelivered && _failing) Log.HeartbeatWorksAgain(log);
        else if (!result.IsDelivered && !_failing) Log.HeartbeatFailing(log, result.Said);
        _failing = !result.IsDelivered;
    }

    private async Task<SendResult> AskAsync(HeartbeatConfig config, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(s_deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await client.SendAsync(new VendorRequest(config.Url!, []) { Method = "GET" }, null, Secrets.Of([config.Url!.OriginalString]), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return SendResult.Failed($"no answer within {Core.Words.Span(s_deadline)}");
        }
    }

    /// <summary>Until it is time again, or the configuration has changed.</summary>
    private async Task WaitAsync(TimeSpan? every, CancellationToken stop)
    {
        using var over = every is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
        try
        {
            await _changes.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It is time.
        }
    }
}
