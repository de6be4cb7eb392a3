using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>
/// Keeps one service's state: carries an input through the judgement, writes it and what was decided, and hands the decisions out. Daemon and
/// one-shot runs drive the same keeper. One caller at a time.
/// </summary>
internal sealed class Keeper
{
    private readonly IJournal _journal;
    private readonly IStateStore _store;
    private readonly INotices _notices;
    private readonly ILogger _log;
    private readonly Numbers _numbers;
    private readonly PassRuns _passes;
    private ServiceState _state;
    private bool _spentLostTry;
    private TimeSpan _writtenAt;

    /// <param name="notices">Told of its incidents; null where nobody is.</param>
    public Keeper(ServiceConfig config, IJournal journal, IStateStore store, ILogger log, INotices? notices = null)
    {
        (Config, _journal, _store, _log, _passes) = (config, journal, store, log, new PassRuns());
        _notices = notices ?? NoNotices.Instance;
        var saved = store.Load(config.Name);
        if (saved.Problem is { } problem) Log.StateProblem(log, config.Name, problem);
        _state = saved.State ?? ServiceState.New;
        _numbers = new Numbers(saved.Counters);
    }

    public ServiceConfig Config { get; }

    /// <summary>Read by others for status: immutable, replaced as a whole.</summary>
    public ServiceState State => Volatile.Read(ref _state);

    /// <summary>Everything is on record when this returns; carrying it out is the caller's.</summary>
    public ImmutableArray<Decision> Take(Input input, Moment now)
    {
        var decisions = TakeOne(input, now);
        return Climb(input, now) is { } climb ? decisions.AddRange(TakeOne(climb, now)) : decisions;
    }

    private ImmutableArray<Decision> TakeOne(Input input, Moment now)
    {
        var before = _state;
        var step = Supervisor.Advance(Config.Policy, before, input, now);
        var (after, decisions) = step;
        if (input is Observed { Observation: { Look: Look.Passed } pass }) Write(now, _passes.Pass(pass, now));

        // That we began is on record even where it changed nothing: what follows is read from there.
        if (ReferenceEquals(after, before) && input is not Resumed && !IsSignOfLife(input, now)) return [];

        if (input is Observed { Observation: { Look: not Look.Passed } other }) Write(now, _passes.End(other.Check));
        _writtenAt = now.Uptime;
        _journal.Append(new JournalEntry { At = now.Utc, Up = now.Uptime, Service = Config.Name, Input = input, Decisions = decisions, Steps = step.Steps.IsEmpty ? null : step.Steps }, IsDurable(decisions));
        if (input is Resumed) _notices.Resume(Config, before.Incident?.Id, now);
        if (!step.Steps.IsEmpty) _notices.Tell(Config, step.Steps, now);
        Volatile.Write(ref _state, after);

        if (input is TaskStopped stopped) Log.TaskStopped(_log, TaskId.Of(Config.Name, stopped.Epoch), stopped.By, stopped.Because);

        // A pause is to outlive us from its first moment, also where another one stood already.
        if (decisions.IsEmpty && step.Steps.IsEmpty && input is not (PauseSet or PauseEnded or TaskStopped)) return [];

        var lost = _store.Save(Config.Name, after, _numbers.Counters) == SaveResult.Lost;
        if (!lost) _spentLostTry = false;
        if (lost && RestartIn(decisions) is { } restart && !MayRestartWithoutLedger()) return Refuse(decisions, restart, now);

        foreach (var decision in decisions) DecisionLog.Write(_log, Config.Name, decision);
        return decisions;
    }

    /// <summary>Nothing passes where no look is made (a unit that has failed, a service without checks): from silence nobody could tell that it was watched.</summary>
    private bool IsSignOfLife(Input input, Moment now) =>
        input is UnitSeen { Status.State: var unit }
        && (Config.Policy.Checks.IsEmpty || unit is not (UnitState.Active or UnitState.Reloading))
        && _state.Phase is not (Phase.Paused or Phase.Stopped or Phase.Blind)
        && now.Uptime - _writtenAt >= PassRuns.Longest / 2;

    /// <inheritdoc cref="Numbers.Ridden"/>
    public IEnumerable<Observation> Ridden(CheckSlot slot, ImmutableArray<NumberReading> readings, Observation host, DateTimeOffset at)
    {
        foreach (var seen in _numbers.Ridden(slot, readings, host))
        {
            // For evidence: the answer that it stood in has passed, and is not remembered.
            if (seen.Look == Look.Failed) slot.Transcripts.Failed(at, seen with { Took = host.Took }, exchange: null);
            yield return seen;
        }
    }

    /// <inheritdoc cref="Numbers.Peek"/>
    public Observation? Peek(string cause, CheckSlot slot, ProbeAnswer answer) => _numbers.Peek(cause, slot, answer);

    /// <summary>Writes what has not been written yet; at the end of a run.</summary>
    public SaveResult Close(Moment now)
    {
        foreach (var run in _passes.EndAll()) Write(now, run);
        return _store.Save(Config.Name, _state, _numbers.Counters);
    }

    /// <summary>Where a look has a number with a limit: whether it has begun to climb steadily towards it, or does so no longer.</summary>
    private TrendSeen? Climb(Input input, Moment now) =>
        input is Observed { Observation: var seen } && seen.Instance == _state.Instance && Config.Policy.Find(seen.Check) is { WarnAt: not null }
            ? _numbers.Climb(seen, _state.Check(seen.Check).Trend is not null, now)
            : null;

    private void Write(Moment now, PassRun? run)
    {
        if (run is not null) _journal.Append(new JournalEntry { At = now.Utc, Up = now.Uptime, Service = Config.Name, Passes = run }, durable: false);
    }

    private static bool IsDurable(ImmutableArray<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision is Restart or BeginAction) return true;
        }

        return false;
    }

    private static Restart? RestartIn(ImmutableArray<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision is Restart restart) return restart;
        }

        return null;
    }

    /// <summary>The ledger is only in memory (no disk takes it): one restart is left, then none, since a crash would forget them all.</summary>
    private bool MayRestartWithoutLedger()
    {
        if (_spentLostTry)
        {
            Log.LedgerLostHeld(_log, Config.Name);
            return false;
        }

        _spentLostTry = true;
        Log.LedgerLostTry(_log, Config.Name);
        return true;
    }

    /// <summary>It was decided and is not done: the judgement waits for an echo, and learns that from us.</summary>
    private ImmutableArray<Decision> Refuse(ImmutableArray<Decision> decisions, Restart restart, Moment now)
    {
        decisions = decisions.Remove(restart);
        foreach (var decision in decisions) DecisionLog.Write(_log, Config.Name, decision);
        var refused = new Reason("ledger-lost", "not restarted: the restart ledger can be written nowhere; make room in the state directory");
        return decisions.AddRange(TakeOne(new RestartEnded(restart.Epoch, new RestartOutcome(RestartResult.Failed, refused)), now));
    }
}
