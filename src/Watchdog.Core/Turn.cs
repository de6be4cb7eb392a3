using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>One turn of the judgement: the state as it changes under the rules, and the decisions as they fall.</summary>
internal sealed class Turn(ServicePolicy policy, ServiceState state, Moment now)
{
    private readonly ServiceState _before = state;
    private ImmutableArray<Decision>.Builder? _decisions;

    public ServicePolicy Policy { get; } = policy;

    public ServiceState State { get; set; } = state;

    public Moment At { get; } = now;

    public TimeSpan Now => At.Uptime;

    /// <summary>Why the phase is what it is, where a rule knows better than <see cref="PhaseRules"/> can derive.</summary>
    public Reason? Because { get; set; }

    public void Decide(Decision decision) => (_decisions ??= ImmutableArray.CreateBuilder<Decision>()).Add(decision);

    /// <summary>Raises an alert unless it stands already.</summary>
    /// <param name="key">What stands: a code, with the check where there is one for each.</param>
    public void Raise(AlertLevel level, string key, Reason reason)
    {
        if (State.Alerted.Contains(key)) return;

        State = State with { Alerted = State.Alerted.Add(key) };
        Decide(new Alert(level, reason));
    }

    /// <summary>Takes an alert back, so that it may be raised again.</summary>
    public void Clear(string key)
    {
        if (State.Alerted.Contains(key)) State = State with { Alerted = State.Alerted.Remove(key) };
    }

    /// <summary>Says once why nothing is done.</summary>
    public void Refrain(string cause, Reason reason)
    {
        var said = $"{reason.Code}/{cause}";
        if (State.NotActingCode == said) return;

        State = State with { NotActingCode = said };
        Decide(new NotActing(reason));
    }

    public Step End()
    {
        // Equal is the same: the caller journals and saves only what is another instance.
        var state = _decisions is null && State == _before ? _before : State;
        return new Step(state, _decisions?.DrainToImmutable() ?? []);
    }
}
