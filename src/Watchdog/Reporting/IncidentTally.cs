using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>One incident as its steps come in.</summary>
internal sealed class IncidentTally
{
    private readonly string _service;
    private IncidentStep _first;
    private readonly TimeSpan _downBefore;
    private readonly List<IncidentReportStep> _steps = [];
    private Reason _reason;
    private string _cause;
    private AlertLevel _level;
    private IncidentStep _latest;
    private string? _evidence;
    private int _acted;
    private bool _held;

    public IncidentTally(string service, IncidentStep first, TimeSpan downBefore)
    {
        (_service, _first, _downBefore) = (service, first, downBefore);
        (_reason, _cause, _level, _latest) = (first.Reason, first.Cause, first.Level, first);
    }

    public DateTimeOffset Since => _first.Since;

    public DateTimeOffset Opened => _first.Opened;

    /// <summary>Made of a line without steps.</summary>
    public bool IsOld => _first.Number == 0;

    /// <summary>Something was done, or a person was told.</summary>
    public bool IsStory { get; private set; }

    public void Add(IncidentStep step, JournalEntry entry)
    {
        // What led to the restart says more than what was alerted first; and its cause is the restart's, where lines of an older version have that of the story.
        if (step.Event == IncidentEvent.Acted && _acted++ == 0) (_reason, _cause) = (step.Reason, entry.Input is LastLookEnded look ? look.Check?.Check ?? Cause.Unit : step.Cause);

        // A warning may have stood for days before the wedge that is told of here.
        if (step.Opened > _first.Opened) _first = _first with { Since = step.Since, Opened = step.Opened };
        IsStory |= step.Event is not (IncidentEvent.Began or IncidentEvent.CalledOff);
        _held = step.Event is IncidentEvent.Held or IncidentEvent.Reminded || (_held && step is not { Event: IncidentEvent.Acted, Again: false });
        if (step.Level > _level) _level = step.Level;
        _evidence = step.Evidence ?? _evidence;
        _latest = step;
        if (_steps.Count == IncidentReport.MostSteps) _steps.RemoveAt(_steps.Count - 1);
        _steps.Add(new IncidentReportStep(entry.At, step.Event, step.Reason));
    }

    /// <param name="ended">Null while it is open.</param>
    /// <param name="until">Where the telling ends.</param>
    /// <param name="down">How long the service has been down until there.</param>
    public IncidentReport Tell(DateTimeOffset? ended, DateTimeOffset until, TimeSpan down) => new()
    {
        Id = _first.Incident,
        Service = _service,
        Cause = _cause,
        Reason = _reason,
        Level = _level,
        Since = _first.Since,
        Opened = _first.Opened,
        Ended = ended,
        Outcome = (ended, _latest.Event) switch
        {
            (null, _) => _held ? IncidentOutcome.Held : IncidentOutcome.Open,
            (_, IncidentEvent.Noted) => IncidentOutcome.Noted,
            (_, IncidentEvent.Recovered or IncidentEvent.CalledOff) => IncidentOutcome.Recovered,
            _ => IncidentOutcome.Ended,
        },
        Down = DownWithin((ended ?? until) - _first.Since, down - _downBefore),
        Lasted = (ended ?? until) - _first.Since,
        Restarts = IsOld ? Math.Max(_latest.Restarts, _acted) : _latest.Restarts,
        Steps = [.. _steps],
        Evidence = _evidence,
        End = ended is null ? null : _latest.Reason,
    };

    /// <summary>It may have been down for another reason until this began. (A line without steps does not say since when.)</summary>
    private TimeSpan DownWithin(TimeSpan lasted, TimeSpan down) => IsOld || down < lasted ? down : lasted;
}
