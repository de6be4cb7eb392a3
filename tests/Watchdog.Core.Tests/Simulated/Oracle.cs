using System.Runtime.CompilerServices;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>Watches a history and knows the rules on its own account: it looks at inputs and decisions, hardly at the state.</summary>
internal sealed class Oracle(ServicePolicy policy)
{
    private readonly List<(TimeSpan At, long Epoch, int Count)> _starts = [];
    private readonly Dictionary<string, int> _row = [];
    private readonly Dictionary<string, int> _passes = [];
    private readonly HashSet<string> _passed = [];
    private readonly HashSet<string> _unhealthy = [];
    private readonly Dictionary<string, (PauseKind Kind, TimeSpan Until, bool Lifted)> _pauses = [];
    private readonly List<(Rule Rule, string What)> _broken = [];
    private readonly StoryOracle _stories = new();
    private World.Turned? _turned;
    private UnitStatus? _unit;
    private TimeSpan _startedAt;
    private bool _wasPaused;
    private TimeSpan _rearmedAt;

    public IReadOnlyList<(Rule Rule, string What)> Broken => _broken;

    public List<TimeSpan> Restarts { get; } = [];

    public void Watch(World.Turned turned)
    {
        _turned = turned;
        Learn(turned);
        foreach (var decision in turned.Step.Decisions) Check(turned, decision);
        if (!ReferenceEquals(turned.Step.State, turned.Before) || turned.Input is Tick) CheckState(turned);
        CheckEpoch(turned);
        if (_stories.Follow(turned) is { } wrong) _broken.Add((Rule.Story, $"{wrong}; at {turned.Now.Uptime}: {turned.Input}"));
    }

    private void Learn(World.Turned turned)
    {
        var now = turned.Now.Uptime;
        if (_wasPaused && !IsPaused(now)) StartAnew();
        Pause(turned.Input, now);
        _wasPaused = IsPaused(now);
        switch (turned.Input)
        {
            case UnitSeen seen: See(seen.Status); break;
            case LastLookEnded { Status: { } status } look when look.Epoch == turned.Before.Epoch:
                See(status);
                if (look.Check is { } last) Count(last);
                break;
            case LastLookEnded or UnitUnseen or Resumed: _unit = null; break;
            case Rearmed: _rearmedAt = now; break;
            case Observed { Observation: var seen }: Count(seen); break;
            case RestartEnded { Outcome.Result: RestartResult.Displaced or RestartResult.Denied } ended when turned.Before.Action is { Asked: true } && ended.Epoch == turned.Before.Epoch:
                _starts.RemoveAll(start => start.Epoch == ended.Epoch);
                break;
        }
    }

    private void See(UnitStatus status)
    {
        if (_startedAt != status.StartedAt)
        {
            _passed.Clear();
            StartAnew();
        }

        _startedAt = status.StartedAt!.Value;
        _unit = status;
    }

    private void StartAnew()
    {
        _row.Clear();
        _unhealthy.Clear();
    }

    private bool IsPaused(TimeSpan now) => _pauses.Values.Any(pause => !pause.Lifted && pause.Until > now);

    private void Pause(Input input, TimeSpan now)
    {
        switch (input)
        {
            case PauseSet set when set.Until > now:
                var lifted = _pauses.TryGetValue(set.Id, out var before) && before.Lifted && before.Until > now;
                _pauses[set.Id] = (set.Kind, set.Until, lifted);
                break;
            case PauseEnded { Id: { } id }:
                _pauses.Remove(id);
                break;
            case PauseEnded:
                foreach (var (name, pause) in _pauses) _pauses[name] = pause with { Lifted = true };
                foreach (var (name, _) in _pauses.Where(pause => pause.Value.Kind != PauseKind.Window)) _pauses.Remove(name);
                break;
            case Resumed:
                var soon = now + TimeSpan.FromSeconds(30);
                foreach (var (name, pause) in _pauses.Where(pause => pause.Value.Kind == PauseKind.Lease && pause.Value.Until > soon)) _pauses[name] = pause with { Until = soon };
                break;
        }

        if (_wasPaused && !IsPaused(now)) StartAnew();
    }

    private void Count(Observation seen)
    {
        if (seen.Look == Look.Unknown) return;

        var check = policy.Find(seen.Check)!;
        var fails = seen is { Look: Look.Failed, AlertOnly: false };
        _row[seen.Check] = fails ? _row.GetValueOrDefault(seen.Check) + 1 : 0;
        _passes[seen.Check] = seen.Look == Look.Passed ? _passes.GetValueOrDefault(seen.Check) + 1 : 0;
        if (seen.Look == Look.Passed) _passed.Add(seen.Check);
        if (_row[seen.Check] >= check.FailureThreshold) _unhealthy.Add(seen.Check);
        if (seen.AlertOnly || _passes[seen.Check] >= check.SuccessThreshold) _unhealthy.Remove(seen.Check);
    }

    private void Check(World.Turned turned, Decision decision)
    {
        var now = turned.Now.Uptime;
        Require(Rule.Reasoned, decision is Diagnose || ReasonOf(decision) is { Code.Length: > 0, Sentence.Length: > 0 });
        if (decision is Started { Kind: StartKind.Automatic }) _starts.Add((_startedAt, -1, turned.Step.State.Ledger[^1].Count));
        if (decision is BeginAction begin) MayAct(now, begin.Intent, begin.Cause);
        if (decision is not Restart restart) return;

        MayAct(now, restart.Intent, turned.Before.Action!.Cause);
        var look = Assert.IsType<LastLookEnded>(turned.Input);
        Require(Rule.LastLook, restart.Intent == Intent.EnsureUp || look.Check is { Look: Look.Failed, AlertOnly: false });
        Require(Rule.LastLook, restart.Instance == look.Status?.Instance);
        Require(Rule.Epoch, restart.Epoch == turned.Before.Epoch && look.Epoch == restart.Epoch);
        var spent = _starts.Where(start => now - start.At < policy.Budget.Within && start.At >= _rearmedAt).Sum(start => start.Count);
        Require(Rule.Budget, spent < policy.Budget.Restarts);
        _starts.Add((now, restart.Epoch, 1));
        Restarts.Add(now);
    }

    /// <summary>Not in Starting, Paused, Stopped or Blind, whatever the phase is called at the moment; and not on fewer failures than asked for.</summary>
    private void MayAct(TimeSpan now, Intent intent, string? cause)
    {
        Require(Rule.Phase, !IsPaused(now));
        Require(Rule.Phase, _unit is { Job: null });
        if (intent == Intent.EnsureUp)
        {
            Require(Rule.Phase, _unit is { State: UnitState.Failed, LastEnd: LastEnd.ByItself });
            return;
        }

        var gateIsOver = now >= _startedAt + policy.StartupGate || policy.Checks.All(check => _passed.Contains(check.Name));
        Require(Rule.Phase, gateIsOver);
        Require(Rule.Phase, _unit is { State: UnitState.Active });
        Require(Rule.Unknown, _row.GetValueOrDefault(cause!) >= policy.Find(cause!)!.FailureThreshold && _unhealthy.Contains(cause!));
    }

    private void CheckState(World.Turned turned)
    {
        var (state, now) = (turned.Step.State, turned.Now.Uptime);
        Require(Rule.Consistent, (state.Phase == Phase.Acting) == (state.Action is not null));
        Require(Rule.Consistent, (state.Phase == Phase.Holding) == (state.Hold != Hold.None));
        Require(Rule.PauseEnds, state.Phase == Phase.Acting || (state.Phase == Phase.Paused) == IsPaused(now));
        Require(Rule.PauseEnds, state.Pauses.All(pause => pause.Until > now));
        Require(Rule.Consistent, state.Phase != Phase.Blind || state.BlindSince is not null);
        Require(Rule.Consistent, state.Ledger.Length <= 200 && state.Alerted.Length <= 20 && state.Checks.Length <= policy.Checks.Length);
        Require(Rule.Progress, Expiry.NextDue(policy, state, now) is not { } due || due > now);
        Require(Rule.Progress, state.Action is not { } action || now - action.Since <= TimeSpan.FromMinutes(30));
        if (turned.Input is not Observed { Observation: { Look: Look.Failed, AlertOnly: false } seen } || !state.Check(seen.Check).Unhealthy) return;
        if (ReferenceEquals(state, turned.Before)) return;      // of an earlier instance

        var said = state.NotActingCode.Length > 0 || turned.Step.Decisions.Any(decision => decision is NotActing or BeginAction);
        Require(Rule.Reasoned, said || state.Action is not null);
    }

    private void CheckEpoch(World.Turned turned)
    {
        var stale = turned.Input switch
        {
            LastLookEnded look => look.Epoch != turned.Before.Epoch || turned.Before.Action is not { Asked: false },
            RestartEnded ended => ended.Epoch != turned.Before.Epoch || turned.Before.Action is not { Asked: true },
            _ => false,
        };
        if (stale) Require(Rule.Epoch, ReferenceEquals(turned.Step.State, turned.Before) && turned.Step.Decisions.IsEmpty);
    }

    private static Reason? ReasonOf(Decision decision) => decision switch
    {
        Moved moved => moved.Reason,
        BeginAction begin => begin.Reason,
        CallOff off => off.Reason,
        Restart restart => restart.Reason,
        NotActing not => not.Reason,
        Started started => started.Reason,
        Alert alert => alert.Reason,
        _ => null,
    };

    private void Require(Rule rule, bool holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        if (!holds) _broken.Add((rule, $"not {what}; at {_turned?.Now.Uptime}: {_turned?.Input} -> {_turned?.Step.State}"));
    }
}
