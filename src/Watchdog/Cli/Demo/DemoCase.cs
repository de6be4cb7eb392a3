using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Cli.Demo;

/// <summary>What became of one fault, read off the journal's entries; at the end, whether it was met in the right way.</summary>
internal sealed class DemoCase(DemoFault fault)
{
    /// <summary>So often the held service must have been seen to fail without a further restart, to be believed.</summary>
    private const int LooksWhileHeld = 3;

    private readonly List<string> _causes = [];
    private string _cause = "";
    private int _failures;
    private bool _isStarting;
    private int _looksWhileHeld;
    private int _unasked;
    private bool _alerted;

    public DemoFault Fault { get; } = fault;

    /// <summary>Every check has passed once.</summary>
    public bool IsWell { get; private set; }

    public TimeSpan? WedgedAt { get; private set; }

    public string? SeenAs { get; private set; }

    public TimeSpan? DecidedAt { get; private set; }

    public TimeSpan? RecoveredAt { get; private set; }

    public TimeSpan? HeldAt { get; private set; }

    public int Restarts { get; private set; }

    public bool Killed { get; private set; }

    /// <summary>The checks that led to a restart, without repeats.</summary>
    public IReadOnlyList<string> Causes => _causes;

    /// <summary>Whether all that is to happen has happened.</summary>
    public bool IsOver => Fault.Incurable ? HeldAt is not null && _alerted && _looksWhileHeld >= LooksWhileHeld : RecoveredAt is not null;

    /// <summary>It is about to be broken.</summary>
    public DemoLine Wedge(TimeSpan up)
    {
        WedgedAt = up;
        return Line(up, Tone.Fault, "FAULT", Fault.Act);
    }

    /// <summary>Takes one entry of this service in.</summary>
    /// <returns>What a person wants to read of it.</returns>
    public IReadOnlyList<DemoLine> Take(JournalEntry entry)
    {
        var lines = new List<DemoLine>();
        if (Input(entry) is { } line) lines.Add(line);
        foreach (var decision in entry.Decisions)
        {
            if (Decision(entry.Up, decision) is { } decided) lines.Add(decided);
        }

        return lines;
    }

    /// <summary>What was not as it should be; null when the fault was met in the right way.</summary>
    public string? Wrong()
    {
        if (WedgedAt is null) return Restarts > 0 ? "it was restarted before anything was wrong with it" : "it did not come up, so nothing was shown";
        if (SeenAs is null) return "the fault was not seen";
        if (!SeenAs.StartsWith(Fault.Code, StringComparison.Ordinal)) return $"it was seen as {SeenAs}, not as {Fault.Code}";
        if (Restarts != Fault.Restarts) return $"it was restarted {Words.Times(Restarts)}, not {Words.Times(Fault.Restarts)}";
        if (_causes is not [var cause] || cause != Fault.Check) return $"it was restarted for {string.Join(", ", _causes)}, not for {Fault.Check}";
        if (_unasked > 0) return $"it was started {Words.Times(_unasked)} by somebody else";
        if (!Fault.Incurable) return RecoveredAt is null ? "it was restarted and not seen to recover" : null;
        if (HeldAt is null) return "restarts did not help, and it was not held";
        if (!_alerted) return "it was held without a critical alert";
        return _looksWhileHeld < LooksWhileHeld ? "it was not watched for long enough while held" : null;
    }

    private DemoLine? Input(JournalEntry entry)
    {
        switch (entry.Input)
        {
            case Observed { Observation: { Look: Look.Failed } seen } when seen.Check == Fault.Check && entry.Up >= WedgedAt:
                _failures++;
                if (HeldAt is not null) return StillHeld(entry.Up);
                if (SeenAs is not null) return null;
                SeenAs = seen.Reason.Code;
                return Line(entry.Up, Tone.Seen, "seen", $"{seen.Check} fails: {seen.Reason}");
            case Observed { Observation: { Look: Look.Passed } seen } when seen.Check == Fault.Check:
                _failures = 0;
                return null;
            case LastLookEnded { Check: { } seen } when seen.Look == Look.Failed:
                return Line(entry.Up, Tone.Decided, "last look", "still so: the restart is ordered");
            case RestartEnded { Outcome.Result: RestartResult.Done } when _isStarting:
                return null;
            case RestartEnded { Outcome: var outcome }:
                Killed |= outcome.Killed;
                _failures = 0;
                return Line(entry.Up, Tone.Done, outcome.Result == RestartResult.Done ? "done" : "not done", $"{outcome.Reason.Sentence} ({Words.Span(outcome.Took)})");
            default:
                return null;
        }
    }

    private DemoLine? Decision(TimeSpan up, Decision decision)
    {
        switch (decision)
        {
            case Moved { To: Phase.Watching } when WedgedAt is null && !IsWell:
                IsWell = true;
                return Line(up, Tone.Well, "well", "every check has passed once");
            case Moved { To: Phase.Holding, Reason: var reason } when reason.Code == "ineffective":
                HeldAt ??= up;
                return Line(up, Tone.Alarm, "held", $"{reason.Sentence}: no further restart");
            case Moved { Reason: { Code: "restart-did-not-help", Sentence: var sentence } }:
                return Line(up, Tone.Seen, "no help", sentence);
            case BeginAction { Reason.Code: UnitStatus.NotStarted } or Restart { Reason.Code: UnitStatus.NotStarted }:
                _isStarting = true;
                return null;        // its first start: nothing of the fault
            case BeginAction begin:
                _isStarting = false;
                _cause = begin.Cause ?? Cause.Unit;
                return Line(up, Tone.Decided, "decided", $"{_cause} failed {Words.Times(_failures)} in a row: restart, unless it passes at the last look");
            case CallOff off:
                return Line(up, Tone.Decided, "called off", off.Reason.ToString());
            case Restart:
                Restarts++;
                DecidedAt ??= up;
                if (!_causes.Contains(_cause)) _causes.Add(_cause);
                return null;
            case NotActing not when HeldAt is null:
                return Line(up, Tone.Plain, "waits", not.Reason.ToString());
            case Started { Kind: not StartKind.Ours } started:
                _unasked++;
                return Line(up, Tone.Alarm, "started", started.Reason.ToString());
            case Alert { Reason.Code: "recovered" } alert:
                RecoveredAt ??= up;
                return Line(up, Tone.Well, "recovered", alert.Reason.Sentence);
            case Alert { Level: AlertLevel.Critical } alert:
                _alerted |= alert.Reason.Code == "ineffective";
                return Line(up, Tone.Alarm, "ALERT", alert.Reason.Sentence);
            case Alert alert:
                return Line(up, Tone.Plain, "alert", alert.Reason.ToString());
            default:
                return null;
        }
    }

    private DemoLine? StillHeld(TimeSpan up) => ++_looksWhileHeld == LooksWhileHeld
        ? Line(up, Tone.Alarm, "still held", $"it has failed {Words.Times(LooksWhileHeld)} since, and was not restarted again")
        : null;

    private DemoLine Line(TimeSpan up, Tone tone, string word, string text) => new(up, Fault.Service, up - WedgedAt, tone, word, text);
}
