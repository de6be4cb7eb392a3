using System.Collections.Immutable;
using System.Threading.Channels;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>
/// One service's loop: one inbox, one reader. It stamps the time, lets the keeper judge, starts looks when they are due and actions when
/// they are decided. It never waits for a probe or an action, and survives its own exceptions.
/// </summary>
internal sealed class ServiceLoop : IAsyncDisposable
{
    /// <summary>Echoes and looks wait for a place; signals and timers, which only say "look", are dropped when there is something to read anyway.</summary>
    private const int InboxSize = 16;

    /// <summary>Signals tell of every change; this is for the one that got lost.</summary>
    private static readonly TimeSpan s_unitEvery = TimeSpan.FromMinutes(5);

    /// <summary>A loop that is this late does not turn.</summary>
    private static readonly TimeSpan s_stuckAfter = TimeSpan.FromSeconds(30);

    private readonly Keeper _keeper;
    private readonly IManagedUnit _unit;
    private readonly Looker _looker;
    private readonly Actor _actor;
    private readonly Clock _clock;
    private readonly ILogger _log;
    private readonly Action<Restart, UnitStatus?> _restarting;
    private readonly Channel<Mail> _inbox = Channel.CreateBounded<Mail>(new BoundedChannelOptions(InboxSize) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly ITimer _timer;
    private volatile bool _unitChanged = true;
    private TimeSpan _unitDue;
    private long _expectedTurn;
    private Task _running = Task.CompletedTask;

    /// <param name="restarting">Told of each restart before it is done, with the unit as it was: other loops expect what it takes along.</param>
    public ServiceLoop(Keeper keeper, IManagedUnit unit, Looker looker, Clock clock, ILogger log, Action<Restart, UnitStatus?> restarting)
    {
        (_keeper, _unit, _looker, _clock, _log, _restarting) = (keeper, unit, looker, clock, log, restarting);
        _stopping = _stop.Token;
        _actor = new Actor(keeper, unit, looker, clock.Time, log);
        _timer = clock.Time.CreateTimer(static self => ((ServiceLoop)self!).Nudge(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Keeper Keeper => _keeper;

    public IManagedUnit Unit => _unit;

    public ImmutableArray<CheckSlot> Slots => _looker.Slots;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Whether the loop has kept its own schedule.</summary>
    public bool IsTurning(TimeSpan now) => !_running.IsCompleted && now - TimeSpan.FromTicks(Interlocked.Read(ref _expectedTurn)) < s_stuckAfter;

    /// <summary>Puts an input from outside (rearm, an expected start) into the inbox.</summary>
    public ValueTask PostAsync(Input input, CancellationToken cancel) => _inbox.Writer.WriteAsync(new Mail(input), cancel);

    /// <summary>The same from where nobody can wait: dropped when the inbox is full.</summary>
    public bool TryPost(Input input) => _inbox.Writer.TryWrite(new Mail(input));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _keeper.Close(_clock.Now);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var subscription = _unit.Subscribe(() =>
        {
            _unitChanged = true;
            Nudge();
        });
        Schedule.Spread(Slots, _keeper.Config.Name, _clock.Now.Uptime);
        Take(new Resumed("the daemon started"));
        Nudge();        // the first turn looks at the unit
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Arm();
                var mail = await _inbox.Reader.ReadAsync(_stopping).ConfigureAwait(false);
                Interlocked.Exchange(ref _expectedTurn, _clock.Now.Uptime.Ticks);
                await TurnAsync(mail).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception bug)
            {
                // A target forgotten because one turn threw would be the worst bug that a watchdog can have.
                Log.TurnFailed(_log, _keeper.Config.Name, bug);
            }
        }
    }

    private async ValueTask TurnAsync(Mail mail)
    {
        // Nothing is decided on yesterday's word of the manager: a failure makes us ask anew, just before it is judged.
        var failing = mail.Input is Observed { Observation.Look: Look.Failed };
        if (failing || _unitChanged || _clock.Now.Uptime >= _unitDue) await LookAtUnitAsync().ConfigureAwait(false);
        Take(mail.Input);
        if (mail.Slot is { } slot) EndLook(slot, (Observed)mail.Input, mail.Counter);
        if (mail.Input is RestartEnded) await LookAtUnitAsync().ConfigureAwait(false);
        StartDueLooks();
    }

    private void EndLook(CheckSlot slot, Observed host, CounterReading? counter)
    {
        slot.InFlight = false;
        if (counter is { } reading && Count(slot.CounterCheck!, reading, host.Observation) is { } counted) Take(new Observed(counted));
        slot.Due = slot.Began + Cadence.Interval(slot.Policy, _keeper.State);
    }

    /// <summary>The counter that rode along. An answer that failed tells nothing of it, unless the number stands in it all the same.</summary>
    private Observation? Count(string check, CounterReading reading, Observation host)
    {
        if (reading.Value is { } value) return _keeper.Count(check, value, host.Instance) is { } seen ? seen with { Instance = host.Instance } : null;
        return host.Look == Look.Passed ? Observation.CouldNotLook(check, reading.Problem.Code, reading.Problem.Sentence) : null;
    }

    private async ValueTask LookAtUnitAsync()
    {
        _unitChanged = false;       // before the look, so that a signal during it is not lost
        _unitDue = _clock.Now.Uptime + s_unitEvery;
        Take(await _looker.AtUnitAsync(_stopping).ConfigureAwait(false));
    }

    private void Take(Input input)
    {
        foreach (var decision in _keeper.Take(input, _clock.Now))
        {
            switch (decision)
            {
                case BeginAction begin:
                    Echo(Mailed(_actor.LastLookAsync(begin, _stopping)));
                    break;
                case Restart restart:
                    _restarting(restart, _keeper.State.Unit);
                    Echo(Mailed(_actor.RestartAsync(restart, _stopping)));
                    break;
                case Started:
                    Schedule.Anew(Slots, _keeper.State, _clock.Now.Uptime);
                    break;
                case Moved { To: Phase.Starting or Phase.Verifying }:
                    Schedule.Hasten(Slots, _keeper.State, _clock.Now.Uptime);
                    break;
            }
        }
    }

    private void StartDueLooks()
    {
        if (!MayLook(_keeper.State)) return;

        var now = _clock.Now.Uptime;
        foreach (var slot in Slots)
        {
            if (slot.InFlight || now < slot.Due) continue;

            slot.InFlight = true;
            slot.Began = now;
            Echo(LookAsync(slot, _keeper.State.Instance));
        }
    }

    /// <summary>A unit that is not up has nothing to be asked; one that is being restarted, nothing to be believed.</summary>
    private static bool MayLook(ServiceState state) =>
        state.Action is null && state.Unit is null or { State: UnitState.Active or UnitState.Reloading };

    private async Task<Mail> LookAsync(CheckSlot slot, string instance)
    {
        var answer = await _looker.AtCheckAsync(slot, instance, _stopping).ConfigureAwait(false);
        return new Mail(new Observed(answer.Observation), slot, answer.Counter);
    }

    private static async Task<Mail> Mailed(Task<Input> work) => new(await work.ConfigureAwait(false));

    /// <summary>Lets it run off the loop, and its result come back through the inbox.</summary>
    private void Echo(Task<Mail> work) => _ = EchoAsync(work);

    private async Task EchoAsync(Task<Mail> work)
    {
        try
        {
            await _inbox.Writer.WriteAsync(await work.ConfigureAwait(false), _stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // We are ending: what was ordered is on record, and the next run finds out what came of it.
        }
        catch (Exception bug)
        {
            Log.TurnFailed(_log, _keeper.Config.Name, bug);
        }
    }

    private void Nudge() => _inbox.Writer.TryWrite(s_tick);

    private static readonly Mail s_tick = new(new Tick());

    /// <summary>Wakes the loop for whatever is due first.</summary>
    private void Arm()
    {
        var now = _clock.Now.Uptime;
        var next = _unitDue;
        if (Expiry.NextDue(_keeper.Config.Policy, _keeper.State, now) is { } due && due < next) next = due;
        if (MayLook(_keeper.State))
        {
            foreach (var slot in Slots)
            {
                if (!slot.InFlight && slot.Due < next) next = slot.Due;
            }
        }

        var wait = next > now ? next - now : TimeSpan.Zero;
        Interlocked.Exchange(ref _expectedTurn, (now + wait).Ticks);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <param name="Input">What happened.</param>
    /// <param name="Slot">The slot whose look has ended with it, or null.</param>
    /// <param name="Counter">The number that rode along.</param>
    private readonly record struct Mail(Input Input, CheckSlot? Slot = null, CounterReading? Counter = null);
}
