using System.Collections.Immutable;
using System.Threading.Channels;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Managers;
using Watchdog.Supervision.Host;

namespace Watchdog.Supervision;

/// <summary>
/// One service's loop: one inbox, one reader. It stamps the time, lets the keeper judge, starts looks when they are due and actions when
/// they are decided. It never waits for a probe or an action, and survives its own exceptions.
/// </summary>
internal sealed class ServiceLoop : IAsyncDisposable
{
    /// <summary>Signals tell of every change; this is for the one that got lost.</summary>
    private static readonly TimeSpan s_unitEvery = TimeSpan.FromMinutes(5);

    /// <summary>A manager that did not answer once may well answer now, and tells nobody.</summary>
    private static readonly TimeSpan s_unseenEvery = TimeSpan.FromSeconds(15);

    /// <summary>A unit in a crash loop changes a hundred times a second, and each change would be written down.</summary>
    private static readonly TimeSpan s_stormEvery = TimeSpan.FromSeconds(5);

    /// <summary>A turn that fails each time must not fill the log or a processor.</summary>
    private static readonly TimeSpan s_afterBug = TimeSpan.FromSeconds(1);

    /// <summary>We end in less than 10 s, whatever hangs.</summary>
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(5);

    private readonly Looker _looker;
    private readonly Clock _clock;
    private readonly ILogger _log;
    private readonly Action<ServiceLoop, Restart, UnitStatus?> _restarting;
    private readonly string _because;
    private readonly Inbox _inbox = new();
    private readonly Actor _actor;
    private readonly Errands _errands;
    private readonly Timetable _timetable;
    private readonly WakeTimer _wake;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly IHostView _host;
    private volatile bool _unitChanged = true;
    private TimeSpan _unitDue;
    private TimeSpan _unitNotBefore;
    private TimeSpan _calendarDue;
    private Task _running = Task.CompletedTask;

    /// <param name="because">Why the loop begins, for the journal.</param>
    /// <param name="host">What concerns all services; null where there is nothing beyond this one.</param>
    /// <param name="restarting">Told of each restart before it is done, with the unit as it was: other loops expect what it takes along.</param>
    public ServiceLoop(Keeper keeper, IManagedUnit unit, Looker looker, Clock clock, ILogger log, string because, Action<ServiceLoop, Restart, UnitStatus?> restarting, HostWatch? host = null)
    {
        (Keeper, Unit, _looker, _clock, _log, _because, _restarting) = (keeper, unit, looker, clock, log, because, restarting);
        _stopping = _stop.Token;
        _timetable = new Timetable(looker.Slots);
        _actor = new Actor(keeper, unit, looker, clock, log);
        _errands = new Errands(keeper, looker, _actor, _inbox, log, _stopping);
        _wake = new WakeTimer(_inbox, clock.Time);
        _host = host?.Watch(keeper, _inbox.Nudge) ?? (IHostView)NoHostView.Instance;
    }

    public Keeper Keeper { get; }

    public IManagedUnit Unit { get; }

    public ImmutableArray<CheckSlot> Slots => _looker.Slots;

    public void Start()
    {
        _wake.Woke(_clock.Now.Uptime);
        _running = RunAsync();
    }

    /// <summary>Whether the loop has kept its own schedule.</summary>
    public bool IsTurning(TimeSpan now) => !_running.IsCompleted && _wake.IsKept(now);

    /// <summary>Puts an input from outside (rearm) into the inbox.</summary>
    /// <returns>False when the loop has ended, or is not keeping up.</returns>
    public bool TryPost(Input input) => _inbox.TryPost(new Mail(input));

    /// <summary>The same, and waits until it has been judged.</summary>
    public async Task<bool> TryTakeAsync(Input input, CancellationToken cancel)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inbox.TryPost(new Mail(input, Taken: taken))) return false;

        await taken.Task.WaitAsync(cancel).ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes evidence and does nothing else. Off the loop.</summary>
    /// <returns>The bundle's id; else why there is none.</returns>
    public async Task<(string? Id, string? Problem)> TakeEvidenceAsync(string by)
    {
        var taken = await _actor.TakeEvidenceAsync(Occasion.Asked(by), _stopping).ConfigureAwait(false);
        if (taken.Id is { } id) _inbox.Post(new Mail(new EvidenceTaken(id, $"asked for by {by}")));
        return taken;
    }

    /// <summary>Ends it within seconds, and saves.</summary>
    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        var cancelled = _stop.CancelAsync();
        _inbox.Close();
        var ended = Task.WhenAll(cancelled, _running);
        await ended.WaitAsync(s_endWithin, _clock.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _wake.DisposeAsync().ConfigureAwait(false);
        foreach (var slot in Slots) slot.Kept?.Dispose();
        if (!_running.IsCompleted)
        {
            Log.LoopLeftBehind(_log, Keeper.Config.Name);      // it may be in the keeper, who serves one caller: what was decided is saved already
            return;
        }

        Keeper.Close(_clock.Now);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IDisposable? subscription = null;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                subscription ??= Begin();
                Arm();
                var mail = await _inbox.ReadAsync().ConfigureAwait(false);
                _host.Turned(due: _wake.Woke(_clock.Now.Uptime));
                await TurnAsync(mail).ConfigureAwait(false);
            }
            catch (Exception end) when (end is OperationCanceledException or ChannelClosedException && _stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception bug)
            {
                // A target forgotten because one turn threw would be the worst bug that a watchdog can have.
                Log.TurnFailed(_log, Keeper.Config.Name, bug);
                _unitChanged = true;        // what the turn was told of the unit may be lost with it
                await Task.Delay(s_afterBug, _clock.Time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        subscription?.Dispose();
    }

    private IDisposable Begin()
    {
        _timetable.Begin(Keeper.Config.Name, _clock.Now.Uptime);
        Take(new Resumed(_because));
        LookAtCalendar();
        _inbox.Nudge();         // the first turn looks at the unit
        return Unit.Subscribe(() =>
        {
            _unitChanged = true;
            _inbox.Nudge();
        });
    }

    private async ValueTask TurnAsync(Mail mail)
    {
        try
        {
            await TakeInAsync(mail).ConfigureAwait(false);
        }
        finally
        {
            // Also when the turn fails: a slot that stays in flight would never be looked at again.
            if (mail is { Slot: { } around, Input: Diagnosed or Tick }) around.IsDiagnosed = false;
            if (mail is { Slot: { } slot, Input: not Diagnosed }) Timetable.Ended(slot, Keeper.State);
            mail.Taken?.TrySetResult();
        }

        StartDueLooks();
    }

    private async ValueTask TakeInAsync(Mail mail)
    {
        if (_clock.Now.Uptime >= _calendarDue) LookAtCalendar();
        var input = _host.Complete(mail.Input);
        while (_host.Next(Keeper.State) is { } told) Take(told);

        // Nothing is decided on yesterday's word of the manager: a failure makes us ask anew, just before it is judged, and so does a stranger in its place.
        // What was done to it in a pause is told as that.
        var isNews = mail.Input is Observed { Observation.Look: Look.Failed } or Diagnosed { Signals.Listening: Listening.Other } or PauseEnded;
        if (isNews || _clock.Now.Uptime >= UnitDue()) await LookAtUnitAsync().ConfigureAwait(false);
        Take(input);
        if (mail is { Slot: { } slot, Input: Observed host })
        {
            foreach (var seen in Keeper.Ridden(slot, mail.Readings, host.Observation, _clock.Now.Utc)) Take(new Observed(seen));
        }

        if (mail.Input is RestartEnded) await LookAtUnitAsync().ConfigureAwait(false);
    }

    private void LookAtCalendar()
    {
        var (windows, now) = (Keeper.Config.Maintenance, _clock.Now);
        foreach (var input in MaintenanceRule.Follow(windows, Keeper.State, now)) Take(input);
        _calendarDue = MaintenanceRule.NextLook(windows, now) ?? TimeSpan.MaxValue;
    }

    private async ValueTask LookAtUnitAsync()
    {
        _unitChanged = false;       // before the look, so that a signal during it is not lost
        _unitDue = _clock.Now.Uptime + s_unitEvery;
        var seen = await _looker.AtUnitAsync(_stopping).ConfigureAwait(false);
        if (seen is UnitUnseen) _unitDue = _clock.Now.Uptime + s_unseenEvery;
        _stopping.ThrowIfCancellationRequested();       // the state may be another loop's by now
        Take(seen);
        _unitNotBefore = Keeper.State.StormSince is null ? TimeSpan.Zero : _clock.Now.Uptime + s_stormEvery;

        // A server that stops may wait for its open connections to end, and one of them is ours.
        if (Keeper.State.Unit is not { State: UnitState.Active or UnitState.Reloading }) LetGo();
    }

    /// <summary>At once where it has changed.</summary>
    private TimeSpan UnitDue() => _unitChanged && _unitNotBefore < _unitDue ? _unitNotBefore : _unitDue;

    private void Take(Input input)
    {
        foreach (var decision in Keeper.Take(input, _clock.Now))
        {
            switch (decision)
            {
                case Diagnose diagnose when _looker.SlotOf(diagnose.Check) is { } slot && Keeper.State.Unit is { } status:
                    _errands.Diagnose(diagnose, slot, status);
                    break;
                case BeginAction begin:
                    _errands.LookOnceMore(begin);
                    break;
                case CallOff:
                    _errands.CallOff();
                    break;
                case TakeEvidence take:
                    _errands.TakeEvidence(take);
                    break;
                case Restart restart:
                    LetGo();
                    _restarting(this, restart, Keeper.State.Unit);
                    _errands.Restart(restart);
                    break;
                case Started:
                    LetGo();
                    _timetable.BeginAgain(Keeper.State, _clock.Now.Uptime);
                    break;
                case Moved { To: Phase.Starting or Phase.Verifying } or Moved { From: Phase.Paused } or Moved { From: Phase.Holding, To: Phase.Suspect }:
                    _timetable.Hasten(Keeper.State, _clock.Now.Uptime);
                    break;
            }
        }
    }

    /// <summary>Keeps nothing of the instance: no connection, nor who waited for it.</summary>
    private void LetGo()
    {
        foreach (var slot in Slots) slot.BeginAgain();
    }

    private void StartDueLooks()
    {
        while (_timetable.TakeDue(Keeper.State, _clock.Now.Uptime) is { } slot) _errands.Look(slot);
    }

    /// <summary>Wakes the loop for whatever is due first.</summary>
    private void Arm()
    {
        var now = _clock.Now.Uptime;
        var next = _timetable.Next(Keeper.State, UnitDue());
        if (Expiry.NextDue(Keeper.Config.Policy, Keeper.State, now) is { } due && due < next) next = due;
        if (_calendarDue < next) next = _calendarDue;
        _wake.Set(Timetable.OnGrid(next), now);
    }
}
