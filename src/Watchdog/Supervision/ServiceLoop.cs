using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Watchdog.Core;
using Watchdog.Managers;

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
    private readonly Channel<Input> _inbox = Channel.CreateBounded<Input>(new BoundedChannelOptions(InboxSize) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private volatile bool _unitChanged = true;
    private TimeSpan _unitDue;
    private long _expectedTurn;
    private Task _running = Task.CompletedTask;

    /// <param name="restarting">Told of each restart before it is done, with the unit as it was: other loops expect what it takes along.</param>
    public ServiceLoop(Keeper keeper, IManagedUnit unit, Looker looker, Clock clock, ILogger log, Action<Restart, UnitStatus?> restarting)
    {
        (_keeper, _unit, _looker, _clock, _log, _restarting) = (keeper, unit, looker, clock, log, restarting);
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
    public ValueTask PostAsync(Input input, CancellationToken cancel) => _inbox.Writer.WriteAsync(input, cancel);

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
        SpreadFirstLooks();
        _inbox.Writer.TryWrite(new Resumed("the daemon started"));
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Arm();
                var input = await _inbox.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
                Interlocked.Exchange(ref _expectedTurn, _clock.Now.Uptime.Ticks);
                await TurnAsync(input).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
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

    private async ValueTask TurnAsync(Input input)
    {
        // Nothing is decided on yesterday's word of the manager: a failure makes us ask anew, just before it is judged.
        var failing = input is Observed { Observation.Look: Look.Failed };
        if (failing || _unitChanged || _clock.Now.Uptime >= _unitDue) await LookAtUnitAsync().ConfigureAwait(false);
        Take(input);
        if (input is RestartEnded) await LookAtUnitAsync().ConfigureAwait(false);
        StartDueLooks();
    }

    private async ValueTask LookAtUnitAsync()
    {
        _unitChanged = false;       // before the look, so that a signal during it is not lost
        _unitDue = _clock.Now.Uptime + s_unitEvery;
        Take(await _looker.AtUnitAsync(_stop.Token).ConfigureAwait(false));
    }

    private void Take(Input input)
    {
        foreach (var decision in _keeper.Take(input, _clock.Now))
        {
            switch (decision)
            {
                case BeginAction begin:
                    Echo(_actor.LastLookAsync(begin, _stop.Token));
                    break;
                case Restart restart:
                    _restarting(restart, _keeper.State.Unit);
                    Echo(_actor.RestartAsync(restart, _stop.Token));
                    break;
                case Started:
                    LookSoon();
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
            slot.Due = now + Cadence.Interval(slot.Policy, _keeper.State);
            Echo(LookAsync(slot, _keeper.State.Instance));
        }
    }

    /// <summary>A unit that is not up has nothing to be asked; one that is being restarted, nothing to be believed.</summary>
    private static bool MayLook(ServiceState state) =>
        state.Action is null && state.Unit is null or { State: UnitState.Active or UnitState.Reloading };

    private async Task<Input> LookAsync(CheckSlot slot, string instance)
    {
        try
        {
            var answer = await _looker.AtCheckAsync(slot, instance, _stop.Token).ConfigureAwait(false);
            if (answer.Counter is { } counter) await CountAsync(slot, counter, answer.Observation, instance).ConfigureAwait(false);
            return new Observed(answer.Observation);
        }
        finally
        {
            slot.InFlight = false;
        }
    }

    private async ValueTask CountAsync(CheckSlot slot, Probes.CounterReading counter, Observation host, string instance)
    {
        var observation = counter.Value is { } value
            ? _keeper.Count(slot.CounterCheck!, value, instance)
            : host.Look == Look.Passed ? Observation.CouldNotLook(slot.CounterCheck!, counter.Problem.Code, counter.Problem.Sentence) : null;
        if (observation is not null) await PostAsync(new Observed(observation with { Instance = instance }), _stop.Token).ConfigureAwait(false);
    }

    /// <summary>Lets it run off the loop, and its result come back through the inbox.</summary>
    private void Echo(Task<Input> work) => _ = EchoAsync(work);

    private async Task EchoAsync(Task<Input> work)
    {
        try
        {
            await PostAsync(await work.ConfigureAwait(false), _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // We are ending: what was ordered is on record, and the next run finds out what came of it.
        }
        catch (Exception bug)
        {
            Log.TurnFailed(_log, _keeper.Config.Name, bug);
        }
    }

    private void Nudge() => _inbox.Writer.TryWrite(s_tick);

    private static readonly Tick s_tick = new();

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

    /// <summary>Services do not all look in the same instant; which one when is derived, so that it is the same every time.</summary>
    private void SpreadFirstLooks()
    {
        var now = _clock.Now.Uptime;
        for (var i = 0; i < Slots.Length; i++)
        {
            var spread = Slots[i].Policy.Interval < TimeSpan.FromSeconds(2) ? Slots[i].Policy.Interval : TimeSpan.FromSeconds(2);
            Slots[i].Due = now + (spread * StableHash.Unit(_keeper.Config.Name, i));
        }
    }

    private void LookSoon()
    {
        var now = _clock.Now.Uptime;
        foreach (var slot in Slots) slot.Due = now + Cadence.Interval(slot.Policy, _keeper.State);
    }
}
