using System.Collections.Immutable;
using System.Threading.Channels;
using Polly;
using Watchdog.Config;
using Watchdog.Notify.Sending;

namespace Watchdog.Notify.Delivering;

/// <summary>
/// Sends what waits for one notifier, one after the other, and waits for nobody else. Each try takes what is first by then: a pause is the notifier's, not
/// the message's. While nothing waits there is no timer.
/// </summary>
internal sealed class Courier : IAsyncDisposable
{
    /// <summary>Tries for a message that is not taken, before it makes way.</summary>
    public const int TriesOfRefused = 3;

    /// <summary>The clock may be set while something is held back.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>For what is under way when we end.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    private static readonly SendResult s_nothing = new(SendOutcome.Delivered, "");

    private readonly string _name;
    private readonly INotifier _notifier;
    private readonly Outbox _outbox;
    private readonly TokenBucket _rate;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new(), _abort = new();
    private readonly ResiliencePipeline<SendResult> _pipeline;
    private readonly string _rateWords;
    private volatile bool _isSending;
    private volatile Failing? _failing;
    private bool _saidDown;
    private bool _saidMissed;
    private bool _hasWaited;

    /// <param name="config">Name and rate.</param>
    /// <param name="notifier">Sends.</param>
    /// <param name="outbox">Where the messages are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where outages are told.</param>
    /// <param name="after">Whoever sent for the same name before: never two at once.</param>
    public Courier(NotifierConfig config, INotifier notifier, Outbox outbox, TimeProvider time, ILogger log, Task after)
    {
        (Config, _name, _notifier, _outbox, _time, _log) = (config, config.Name, notifier, outbox, time, log);
        _rate = new TokenBucket(config.RateMessages, config.RateWithin);
        _rateWords = $"no more than {config.RateMessages} messages are sent within {Core.Words.Span(config.RateWithin)}";
        _pipeline = Persistence.Create(notifier.Deadline, time, () => !_stopping.IsCancellationRequested, FailedAsync);
        Completion = Task.Run(() => RunAsync(after), CancellationToken.None);
    }

    public NotifierConfig Config { get; }

    public Task Completion { get; }

    /// <summary>As it is now; from any thread.</summary>
    public NotifierStatus Status
    {
        get
        {
            var failing = _failing;
            return new NotifierStatus(_name, _outbox.WaitingFor(_name), failing?.Since, failing?.Why);
        }
    }

    private TimeSpan Uptime => _time.GetElapsedTime(0, _time.GetTimestamp());

    /// <summary>Something has been added.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    /// <summary>Begins nothing more; what is under way has its own deadline. The rest stays in the outbox.</summary>
    public Task EndAsync() => EndAsync(Timeout.InfiniteTimeSpan);

    /// <summary>Begins nothing more; what is under way has 3 s. The rest stays in the outbox.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(s_grace).ConfigureAwait(false);
        _stopping.Dispose();
        _abort.Dispose();
    }

    private async Task EndAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_isSending) _abort.CancelAfter(grace);
        else await _abort.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
    }

    private async Task RunAsync(Task after)
    {
        await after.ConfigureAwait(false);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await TurnAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // What was not sent stays where it is.
            }
            catch (Exception bug)
            {
                Log.CourierFailed(_log, _name, bug);
                await PauseAsync(Persistence.LongestPause).ConfigureAwait(false);
            }
        }
    }

    private async Task TurnAsync()
    {
        var (entry, due) = _outbox.Next(_name);
        if (entry is null)
        {
            _hasWaited = false;
            await IdleAsync(due).ConfigureAwait(false);
        }
        else if (_rate.Wait(Uptime) is var wait && wait > TimeSpan.Zero)
        {
            _hasWaited = true;
            await PauseAsync(wait).ConfigureAwait(false);
        }
        else
        {
            var last = await _pipeline.ExecuteAsync(static (courier, cancel) => courier.TryAsync(cancel), this, _abort.Token).ConfigureAwait(false);
            if (!last.IsDelivered) Failed(last.Said, inARow: 1);        // we end: no further try told of it
        }
    }

    /// <summary>Until something is added, or is held back no more.</summary>
    private async Task IdleAsync(DateTimeOffset? due)
    {
        if (due is not { } then)
        {
            await _nudges.Reader.ReadAsync(_stopping.Token).ConfigureAwait(false);
            return;
        }

        var wait = then - _time.GetUtcNow();
        using var over = new CancellationTokenSource(wait > s_longestWait ? s_longestWait : wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, _stopping.Token);
        try
        {
            await _nudges.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            // It is due.
        }
    }

    private async Task PauseAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees that we stop.
        }
    }

    private async ValueTask<SendResult> TryAsync(CancellationToken cancel)
    {
        _nudges.Reader.TryRead(out _);      // of what is there by now
        if (_outbox.Next(_name).Entry is not { } entry) return s_nothing;       // dropped meanwhile

        _isSending = true;
        try
        {
            if (_stopping.IsCancellationRequested) return s_nothing;

            var dropped = _outbox.DroppedOf(_name);
            var notes = Lateness.Notes(entry.Message, _time.GetUtcNow(), WhyLate(entry), dropped);
            var result = await SendAsync(entry, notes, cancel).ConfigureAwait(false);
            foreach (var one in result.TakenBy) _outbox.Took(entry, _name, one);
            if (result.IsDelivered) Arrived(entry, dropped, result);
            return result.Outcome == SendOutcome.Refused && MakesWay(entry, result.Said) ? s_nothing : result;
        }
        finally
        {
            _isSending = false;
        }
    }

    private async Task<SendResult> SendAsync(OutboxEntry entry, ImmutableArray<string> notes, CancellationToken cancel)
    {
        SendResult? result = null;
        try
        {
            result = await _notifier.SendAsync(new Outgoing(entry.Message, notes) { HasTaken = one => _outbox.HasTaken(entry, _name, one) }, cancel).ConfigureAwait(false);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            Log.SendFailed(_log, _name, entry.Message.Id, bug);
            result = new SendResult(SendOutcome.Refused, $"sending it failed: {bug.GetType().Name}");
        }
        finally
        {
            if (result is not { IsDelivered: true }) _outbox.Failed(entry, _name);      // its deadline, too, and our end
        }

        return result with { Said = result.Said.TrimEnd('.') };     // sentences go on after it
    }

    private void Arrived(OutboxEntry entry, int dropped, SendResult result)
    {
        if (result.MissedSome && !_saidMissed) Log.MessageMissedSome(_log, _name, entry.Message.Id, result.Said);
        _saidMissed = result.MissedSome;
        _rate.Take();
        _outbox.Sent(entry, _name);
        if (dropped > 0) _outbox.ToldOfDropped(_name, dropped);
        if (_failing is null) return;
        if (_outbox.Next(_name).Entry is not null) return;      // why the rest is late is still to be said

        Log.NotifierWorksAgain(_log, _name);
        (_failing, _saidDown) = (null, false);
    }

    /// <summary>A message that is not taken makes way after a few tries: it may be the only one.</summary>
    private bool MakesWay(OutboxEntry entry, string why)
    {
        var tries = _outbox.Refused(entry, _name);
        if (tries < TriesOfRefused) return false;

        Log.MessageRefused(_log, _name, entry.Message.Id, why, tries);
        _outbox.Drop(entry, _name, $"it was refused: {why}");
        return true;
    }

    private string? WhyLate(OutboxEntry entry) => entry switch
    {
        { NotBefore: { } then } when then > entry.Message.At => "held back until quiet hours were over",
        _ when _failing is { } failing => failing.Why,
        { AddedUp: null } => "the watchdog was not running, or could not deliver it before it ended",
        _ => _hasWaited ? _rateWords : null,
    };

    /// <summary>A message that comes in cuts a long pause short: it may be another matter, and is not to wait for what failed before.</summary>
    private async ValueTask FailedAsync(string why, int inARow, Pause pause)
    {
        Failed(why, inARow);
        await Task.Delay(pause.Least, _time, _abort.Token).ConfigureAwait(false);
        if (pause.Rest > TimeSpan.Zero) await IdleAsync(_time.GetUtcNow() + pause.Rest).ConfigureAwait(false);
    }

    private void Failed(string why, int inARow)
    {
        if (_failing is null) Log.NotifierFailing(_log, _name, why, _outbox.WaitingFor(_name));
        _failing = new Failing(_failing?.Since ?? _time.GetUtcNow(), why);
        if (inARow < Persistence.DownAfter || _saidDown) return;

        Log.NotifierDown(_log, _name, inARow, why);
        _saidDown = true;
    }

    /// <param name="Since">The first try that failed.</param>
    /// <param name="Why">Of the last.</param>
    private sealed record Failing(DateTimeOffset Since, string Why);
}
