using System.Runtime.CompilerServices;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Supervision.Host;

/// <summary>
/// Are we able to judge? Looks at ourselves when a look at a service has failed, never in the steady state, and again and again while in doubt. Shared by
/// all services.
/// </summary>
internal sealed class SelfHealth : IDisposable
{
    /// <summary>An answer serves everyone whose look fails within this time; and how often we look while in doubt.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    /// <summary>A doubt ends when nothing has spoken for it for this long: what was slow a moment ago mostly is again.</summary>
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(5);

    /// <summary>Below, it is the two clocks being read one after the other.</summary>
    private static readonly TimeSpan s_slept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SelfChecks _checks;
    private readonly Clock _clock;
    private readonly ILogger _log;
    private readonly Heartbeat _heart;
    private readonly ITimer _again;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private Task _assessing = Task.CompletedTask;
    private TimeSpan? _assessed;
    private TimeSpan _asleep;
    private TimeSpan _since;
    private TimeSpan _worst;
    private volatile StrongBox<Reason>? _doubt;
    private volatile StrongBox<Reason>? _slept;

    public SelfHealth(SelfChecks checks, Clock clock, ILogger log)
    {
        (_checks, _clock, _log, _asleep, _stopping) = (checks, clock, log, checks.Asleep(), _stop.Token);
        _heart = new Heartbeat(clock.Time, checks.Late, Late);
        _again = clock.Time.CreateTimer(static self => ((SelfHealth)self!).Again(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why we are in doubt; null while we are not.</summary>
    public Reason? Doubt => _doubt?.Value;

    /// <summary>The last sleep of the machine, another object for each; null before the first.</summary>
    public StrongBox<Reason>? Slept => _slept;

    /// <summary>Told, from any thread, that one of the two has changed, and about every two seconds while in doubt.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Watches over a look; when it has failed, we look at ourselves before anyone hears of it.</summary>
    public async Task<ProbeAnswer> WitnessAsync(Func<ValueTask<ProbeAnswer>> look, CancellationToken cancel)
    {
        ProbeAnswer answer;
        _heart.Begin();
        try
        {
            answer = await look().ConfigureAwait(false);
        }
        finally
        {
            _heart.End();
        }

        if (answer.Observation.Look == Look.Failed) await AssessAsync(cancel).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Looks at ourselves, unless that was done a moment ago. What comes of it is in <see cref="Doubt"/>.</summary>
    public Task AssessAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_assessing.IsCompleted && !(_clock.Now.Uptime - _assessed < s_fresh)) _assessing = Task.Run(AssessAsync, CancellationToken.None);
            return _assessing.WaitAsync(cancel);
        }
    }

    /// <summary>A loop turns, which was due at that time.</summary>
    public void Turned(TimeSpan due, TimeSpan now)
    {
        if (now - due > _checks.Late) Late(now - due);
        NoteSleep();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _again.Dispose();
        _heart.Dispose();
        _stop.Dispose();
    }

    private async Task AssessAsync()
    {
        try
        {
            NoteSleep();
            Settle(_checks.Descriptors() ?? await _checks.Control(_stopping).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // We are ending, and so is whoever waits for this.
        }
        catch (Exception bug)
        {
            Log.SelfCheckFailed(_log, bug);     // a bug of ours is no reason to trust or to distrust
        }
        finally
        {
            lock (_gate) _assessed = _clock.Now.Uptime;
        }
    }

    private void Again()
    {
        if (_doubt is null) return;

        _ = AssessAsync(CancellationToken.None);
        lock (_gate) if (!_stopping.IsCancellationRequested) _again.Change(s_fresh, Timeout.InfiniteTimeSpan);
        Changed();
    }

    private void Late(TimeSpan by) => Settle(new Reason("late", $"we ran {Words.Span(by)} later than we were due"));

    private void NoteSleep()
    {
        var asleep = _checks.Asleep();
        TimeSpan slept;
        lock (_gate)
        {
            slept = asleep - _asleep;
            if (slept < s_slept) return;

            _asleep = asleep;
            _slept = new StrongBox<Reason>(new Reason("slept", $"the machine slept for {Words.Span(slept)}: what failed before counts no more"));
        }

        Log.MachineSlept(_log, Words.Span(slept));
        Changed();
    }

    private void Settle(Reason? why)
    {
        var now = _clock.Now.Uptime;
        lock (_gate)
        {
            if (why is null && (_doubt is null || now - _worst < s_tail)) return;
            if (why is not null) _worst = now;
            if (why is not null && _doubt is not null) return;
            if (why is { } begins) Begin(begins, now);
            else End(now);
        }

        Changed();
    }

    private void Begin(Reason why, TimeSpan now)
    {
        var pressure = _checks.Pressure();
        _doubt = new StrongBox<Reason>(new Reason("self-doubt", $"in doubt about ourselves: {why.Sentence}{(pressure.Length > 0 ? $"; {pressure}" : "")}"));
        _since = now;
        if (!_stopping.IsCancellationRequested) _again.Change(s_fresh, Timeout.InfiniteTimeSpan);
        Log.SelfDoubtBegan(_log, _doubt.Value.Sentence);
    }

    private void End(TimeSpan now)
    {
        _doubt = null;
        Log.SelfDoubtEnded(_log, Words.Span(now - _since));
    }
}
