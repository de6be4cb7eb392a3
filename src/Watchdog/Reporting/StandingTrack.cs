using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>
/// Follows one service through its journal and says how it stood when. What down means is said at <see cref="Standing.Down"/>; all else follows from the phase.
/// </summary>
internal sealed class StandingTrack(TimeSheet sheet)
{
    /// <summary>Passes are told every 10 min; who has said nothing for longer than this did not watch.</summary>
    private static readonly TimeSpan s_silence = PassRuns.Longest * 1.5;

    /// <summary>Of a check that is asked less often than that, so many intervals; past its threshold it is asked four times less often (<see cref="Cadence"/>).</summary>
    private const double MostIntervals = 2, MostIntervalsDown = 5;

    /// <summary>A daemon writes what it knows when it ends; between that and its next start lies what nobody saw.</summary>
    private static readonly TimeSpan s_absence = TimeSpan.FromMinutes(1);

    // The first failed look of each check that fails in a way that may mean down.
    private readonly Dictionary<string, DateTimeOffset> _failing = [];

    // Those that failed when they were judged anew and have not passed since: that proved nothing.
    private readonly HashSet<string> _unproven = [];

    // Those whose row has counted: one look that passes does not make them well, and when they fail on, that is not decided anew.
    private readonly HashSet<string> _counted = [];
    private DateTimeOffset? _at;
    private DateTimeOffset _upSince;
    private DateTimeOffset _downFrom, _downTo;      // the latest time down, without a gap
    private DateTimeOffset? _rowSince;
    private TimeSpan? _interval;
    private Phase _phase = Phase.Starting;
    private bool _phaseKnown;
    private bool _hasLooks;
    private bool _unitDown;
    private bool _restarting, _trialIsOver;
    private bool _rowCounts;
    private bool _heldBefore;       // held all the time, for what is not in what is read

    /// <summary>Time down until now, also before the period.</summary>
    public TimeSpan Down { get; private set; }

    private TimeSpan Silence => Spans.Max(s_silence, (_interval ?? TimeSpan.Zero) * (_rowCounts ? MostIntervalsDown : MostIntervals));

    private bool IsSilentByNature => _phase is Phase.Paused or Phase.Stopped or Phase.Blind;

    /// <summary>The part of <see cref="Down"/> that lies before a moment since when it has been down without a gap, if at all.</summary>
    public TimeSpan DownBefore(DateTimeOffset at)
    {
        var from = _downFrom > at ? _downFrom : at;
        return _downTo > from ? Down - (_downTo - from) : Down;
    }

    /// <summary>Where the journal does not reach back to when it came to stand so: of all else its silence would say that nobody watched.</summary>
    public void Begin(Phase phase, DateTimeOffset since)
    {
        (_phase, _phaseKnown, _heldBefore) = (phase, true, phase == Phase.Holding);
        if (IsSilentByNature) _at = _upSince = since;
    }

    /// <summary>It has passed from then to then.</summary>
    public void Passed(string check, DateTimeOffset from, DateTimeOffset to, int count)
    {
        if (count > 1)
        {
            // Of the check that is asked most often: a look an hour apart is no silence.
            var interval = (to - from) / (count - 1);
            if (_interval is not { } least || interval < least) _interval = interval;
            _counted.Remove(check);
        }

        _hasLooks = true;
        MoveTo(from);
        if (_unproven.Count > 0) _unproven.Remove(check);
        if (_failing.TryGetValue(check, out var since) && from > since) Mended(check);
        if (_at < to) Spend(to, Now);
    }

    public void Take(JournalEntry entry)
    {
        if (entry.Input is Resumed { Because: not Resumed.Round } && _at is { } before && entry.At - before > s_absence && !IsSilentByNature) Leave(entry.At);
        _hasLooks |= entry.Input is Observed;
        MoveTo(entry.At);
        TakeInput(entry.Input, entry.At);
        foreach (var decision in entry.Decisions) Take(decision);
        if (_unitDown) Count();
    }

    /// <summary>That is where the period ends.</summary>
    public void End(DateTimeOffset until)
    {
        if (_at is null) return;
        MoveTo(until);
        Settle();
    }

    private Standing Now => _phase switch
    {
        Phase.Paused => Standing.Paused,
        Phase.Stopped => Standing.Stopped,
        Phase.Blind => Standing.Blind,
        _ when _unitDown || _restarting || _rowCounts => Standing.Down,
        _ => Standing.Up,
    };

    private void MoveTo(DateTimeOffset to)
    {
        if (_at is not { } at) _at = _upSince = to;
        else if (to <= at) return;      // the clock was set back
        else if (to - at > Silence && !IsSilentByNature) Leave(to);
        else Spend(to, Now);
    }

    private void Spend(DateTimeOffset to, Standing standing)
    {
        sheet.Add(standing, _at!.Value, to);
        if (standing == Standing.Down) AddDown(_at.Value, to);
        if (standing != Standing.Up) _upSince = to;
        _at = to;
    }

    private void AddDown(DateTimeOffset from, DateTimeOffset to)
    {
        if (from != _downTo) _downFrom = from;
        _downTo = to;
        Down += to - from;
    }

    /// <summary>Nobody knows. What counted before counts further where it still fails then.</summary>
    private void Leave(DateTimeOffset to)
    {
        (_rowSince, _rowCounts) = (null, _rowCounts && _failing.Count > 0);
        Spend(to, Standing.Unwatched);
    }

    private void TakeInput(Input? input, DateTimeOffset at)
    {
        switch (input)
        {
            case Observed { Observation: { Look: Look.Failed } seen }:
                // An answer that no restart mends proves that it serves; a number over its limit says nothing of that.
                if (seen.AlertOnly || seen.Limit is not null) Mended(seen.Check);
                else FailedOf(seen, at);
                break;
            case Observed { Observation: { Look: Look.Passed } seen }:
                Mended(seen.Check);
                break;
            case UnitSeen unit:
                TakeUnit(unit.Status);
                break;
            case LastLookEnded { Status: { } status }:
                TakeUnit(status);
                break;
            case RestartEnded { Outcome.Result: RestartResult.Denied or RestartResult.Refused or RestartResult.Displaced }:
                _restarting = false;        // it never ceased to run
                break;
            case JudgedAnew:
                if (Now == Standing.Down) _unproven.UnionWith(_failing.Keys);
                _counted.Clear();
                break;
        }
    }

    private void FailedOf(Observation seen, DateTimeOffset at)
    {
        if (_failing.TryAdd(seen.Check, at)) BeginRow(_unproven.Contains(seen.Check) ? _upSince : at - seen.Took);
        if (_heldBefore || _counted.Contains(seen.Check)) Count();
    }

    private void TakeUnit(UnitStatus unit)
    {
        if (unit.State is UnitState.Active or UnitState.Reloading) _unitDown = false;
        else if (unit.IsAutoRestarting || (unit is { State: UnitState.Failed, LastEnd: not LastEnd.StopJob } && !unit.IsDue)) _unitDown = true;
    }

    private void Take(Decision decision)
    {
        switch (decision)
        {
            case Restart { Reason.Code: not UnitStatus.NotStarted }:
                Count();
                (_restarting, _trialIsOver) = (true, false);
                break;
            case NotActing or Alert { Reason.Code: "unhealthy" or "overloaded" or "pool-held" } or Moved { To: Phase.Holding } when _failing.Count > 0:
                Count();
                break;
            case Alert { Reason.Code: Recovery.Recovered }:
                _restarting = false;
                break;
            case Started:
                while (_failing.Count > 0) Mended(_failing.Keys.First());
                _unproven.Clear();
                _counted.Clear();
                break;
        }

        if (decision is Moved moved) Take(moved);
    }

    private void Take(Moved moved)
    {
        if (!_phaseKnown && moved.From is Phase.Paused or Phase.Stopped or Phase.Blind && _at is { } at)
        {
            if (_hasLooks) _upSince = at;
            else WasAlways(moved.From, at);
        }


        (_phase, _phaseKnown, _heldBefore) = (moved.To, true, false);
        if (IsSilentByNature) Settle();
        _trialIsOver |= moved is { From: Phase.Verifying, To: Phase.Suspect or Phase.Holding };
        EndRestart();
        if (moved.To is not (Phase.Watching or Phase.Stopped)) return;

        Settle();
        _failing.Clear();
        _counted.Clear();
        (_restarting, _unitDown) = (false, false);
    }

    /// <summary>It came to stand so before the first that is read of it: nobody has looked at it since.</summary>
    private void WasAlways(Phase phase, DateTimeOffset until)
    {
        sheet.Clear();
        (_phase, _phaseKnown, _at, _upSince) = (phase, true, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        MoveTo(until);
    }

    /// <summary>The new run is not proven, and what it lacks is no sign that it does not serve.</summary>
    private void EndRestart()
    {
        if (_trialIsOver && _failing.Count == 0) _restarting = false;
    }

    private void BeginRow(DateTimeOffset since)
    {
        if (_rowSince is null && !_rowCounts) _rowSince = since > _upSince ? since : _upSince;
    }

    /// <summary>The row is one that counts: it was down from its first look on.</summary>
    private void Count()
    {
        // What has been something else meanwhile (a restart under way) is told as that already.
        var since = _rowSince > _upSince ? _rowSince.Value : _upSince;
        if (_rowSince is not null && since < _at)
        {
            sheet.Change(Standing.Up, Standing.Down, since, _at.Value);
            AddDown(since, _at.Value);
            _upSince = _at.Value;
        }

        if (_failing.Count > 0) _rowCounts = true;
        _counted.UnionWith(_failing.Keys);
        _rowSince = null;
    }

    private void Mended(string check)
    {
        _unproven.Remove(check);
        if (!_failing.Remove(check) || _failing.Count > 0) return;

        Settle();
        EndRestart();
    }

    /// <summary>What it was until here stays as it was taken for.</summary>
    private void Settle() => (_rowSince, _rowCounts) = (null, false);
}
