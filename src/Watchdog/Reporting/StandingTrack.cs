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

    /// <summary>A daemon writes what it knows when it ends; between that and its next start lies what nobody saw.</summary>
    private static readonly TimeSpan s_absence = TimeSpan.FromMinutes(1);

    // The first failed look of each check that fails in a way that may mean down.
    private readonly Dictionary<string, DateTimeOffset> _failing = [];

    // Those that failed when they were judged anew and have not passed since: that proved nothing.
    private readonly HashSet<string> _unproven = [];
    private DateTimeOffset? _at;
    private DateTimeOffset _upSince;
    private DateTimeOffset _downFrom, _downTo;      // the latest time down, without a gap
    private DateTimeOffset? _rowSince;
    private TimeSpan _silence = TimeSpan.MaxValue;
    private Phase _phase = Phase.Starting;
    private bool _phaseKnown;
    private bool _unitDown;
    private bool _restarting;
    private bool _rowCounts;

    /// <summary>Time down until now, also before the period.</summary>
    public TimeSpan Down { get; private set; }

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
        (_phase, _phaseKnown) = (phase, true);
        if (IsSilentByNature) _at = _upSince = since;
    }

    /// <summary>It has passed from then to then.</summary>
    public void Passed(string check, DateTimeOffset from, DateTimeOffset to, int count)
    {
        if (count > 1)
        {
            // Of the check that is asked most often: a look an hour apart is no silence.
            var usual = 2 * (to - from) / (count - 1);
            var silence = usual > s_silence ? usual : s_silence;
            if (silence < _silence) _silence = silence;
        }

        MoveTo(from);
        if (_at < to) Spend(to, Now);
        if (_unproven.Count > 0) _unproven.Remove(check);
        if (_failing.TryGetValue(check, out var since) && from > since) Mended(check);
    }

    public void Take(JournalEntry entry)
    {
        if (entry.Input is Resumed { Because: not "check" } && _at is { } before && entry.At - before > s_absence && !IsSilentByNature) Leave(entry.At);
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
        else if (to - at > (_silence < TimeSpan.MaxValue ? _silence : s_silence) && !IsSilentByNature) Leave(to);
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
                else if (_failing.TryAdd(seen.Check, at)) BeginRow(_unproven.Contains(seen.Check) ? _upSince : at - seen.Took);
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
            case JudgedAnew when Now == Standing.Down:
                _unproven.UnionWith(_failing.Keys);
                break;
        }
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
                _restarting = true;
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
                break;
        }

        if (decision is Moved moved) Take(moved);
    }

    private void Take(Moved moved)
    {
        if (!_phaseKnown && moved.From is Phase.Paused or Phase.Stopped or Phase.Blind && _at is { } at) _upSince = at;
        (_phase, _phaseKnown) = (moved.To, true);
        if (IsSilentByNature) Settle();
        if (moved.To is not (Phase.Watching or Phase.Stopped)) return;

        Settle();
        _failing.Clear();
        (_restarting, _unitDown) = (false, false);
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
        _rowSince = null;
    }

    private void Mended(string check)
    {
        _unproven.Remove(check);
        if (_failing.Remove(check) && _failing.Count == 0) Settle();
    }

    /// <summary>What it was until here stays as it was taken for.</summary>
    private void Settle() => (_rowSince, _rowCounts) = (null, false);
}
