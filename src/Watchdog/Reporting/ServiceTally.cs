using System.Text;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>All that is counted of one service. What lies before the period only tells how it stood when that began.</summary>
internal sealed class ServiceTally
{
    /// <summary>Less than this says nothing: a unit that does not exist is taken for one that starts until its manager has been asked.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(1);

    private readonly Period _period;
    private readonly TimeSheet _sheet;
    private readonly StandingTrack _track;
    private readonly IncidentTallies _incidents;
    private readonly List<CheckTally> _checks = [];
    private readonly StartTally _starts = new();
    private readonly SparedTally _spared = new();
    private readonly ReasonTally _withheld = new();
    private readonly HoldTally _holds;
    private KnownService? _known;
    private bool _isTold;
    private DateTimeOffset _last;

    /// <param name="name">Of the service.</param>
    /// <param name="period">What is told of.</param>
    /// <param name="known">How it stands; null where nobody knows.</param>
    public ServiceTally(string name, Period period, KnownService? known = null)
    {
        (Name, _period, _sheet, _known, IsKnown) = (name, period, new TimeSheet(period), known, known is not null);
        (_track, _incidents, _holds) = (new StandingTrack(_sheet), new IncidentTallies(name, period), new HoldTally(period));
    }

    public string Name { get; }

    /// <summary>It belongs in the report, be there anything or not.</summary>
    public bool IsKnown { get; }

    public IEnumerable<IncidentReport> Incidents => _incidents.Told;

    /// <summary>Anything within the period, or stopped, paused or blind through all of it.</summary>
    public bool HasAnything => _isTold || _sheet[Standing.Stopped] + _sheet[Standing.Paused] + _sheet[Standing.Blind] > TimeSpan.Zero;

    public void Take(in PassLine run)
    {
        Begin(run.From);
        Passed(Check(run.Check), run.Count, run.From, run.To, run.Least, run.Most, run.Spread, run.Last, run.Peak);
    }

    public void Take(JournalEntry entry)
    {
        Begin(entry.At);
        if (entry.At > _last) _last = entry.At;
        var counts = _period.Has(entry.At);
        _isTold |= counts;
        var downBefore = _track.Down;
        if (entry.Passes is { } run) Passed(Check(Encoding.UTF8.GetBytes(run.Check)), run.Count, run.From, run.To, run.Least, run.Most, (run.Spread ?? []).AsSpan(), run.Last, run.Peak);
        _track.Take(entry);
        _incidents.Take(entry, downBefore, _track);
        _starts.Take(entry, counts);
        _spared.Take(entry, counts);
        _holds.Take(entry);
        foreach (var decision in entry.Decisions)
        {
            if (decision is Started) _checks.ForEach(check => check.Number.BeginAgain());
            if (counts && decision is NotActing not) _withheld.Said(not.Reason, entry.At);
            if (counts && decision is CallOff { Reason: { Code: SparedTally.HostIncident } why }) _withheld.Said(why, entry.At);
        }

        if (counts && entry.Input is Observed { Observation: { Look: Look.Failed } failed }) Failed(failed, entry.At).Failures++;
        if (counts && entry.Input is LastLookEnded { Check: { Look: Look.Failed } last }) Failed(last, entry.At);
        if (entry.Input is Resumed) _checks.ForEach(check => check.Number.Warning = null);     // we begin to measure anew
        if (entry.Input is TrendSeen trend) Check(Encoding.UTF8.GetBytes(trend.Check)).Number.Warning = trend.Sentence;
    }

    /// <param name="isGone">It is watched no more: what it was last, it is not to the end.</param>
    public ServiceReport Tell(bool isGone = false)
    {
        Begin(_period.Until);
        var until = isGone ? _last : _period.Until;
        _track.End(until);
        _holds.End(until);
        _incidents.End(_track.Down, until, isGone);
        var (up, down) = (_sheet[Standing.Up], _sheet[Standing.Down]);
        return new ServiceReport
        {
            Name = Name,
            Availability = IsWatched(up, down) ? up / (up + down) : null,
            Watched = up + down,
            Down = down,
            Paused = _sheet[Standing.Paused],
            Stopped = _sheet[Standing.Stopped],
            Blind = _sheet[Standing.Blind],
            Unwatched = _sheet[Standing.Unwatched] + Before(),
            Incidents = _incidents.Count,
            Restarts = _starts.Tell(),
            TimeToDetect = _incidents.TimeToDetect,
            TimeToRecover = _incidents.TimeToRecover,
            Checks = [.. _checks.Select(check => check.Tell())],
            NearMisses = _spared.NearMisses,
            CalledOff = _spared.CalledOff,
            Spared = _spared.Remarks,
            Withheld = _withheld.Tell(),
            Holds = _holds.Tell(),
            Timeline = _sheet.Stretches(),
        };
    }

    /// <summary>What began before the first that is read of it, and lasts.</summary>
    private void Begin(DateTimeOffset first)
    {
        if (_known is not { } known) return;

        _known = null;
        if (known.Since < first) _track.Begin(known.Phase, known.Since);
        if (known.Open is { } open && open.Opened < first) _incidents.Begin(open);
    }

    /// <summary>Long enough for a share to mean something; time down always does.</summary>
    private bool IsWatched(TimeSpan up, TimeSpan down) => down > TimeSpan.Zero || up >= s_least || up * 2 > _period.Length;

    /// <summary>What nothing was charged for: before the first line, and after the last where that is long ago.</summary>
    private TimeSpan Before()
    {
        var charged = TimeSpan.Zero;
        foreach (var standing in Enum.GetValues<Standing>()) charged += _sheet[standing];
        return _period.Length > charged ? _period.Length - charged : TimeSpan.Zero;
    }

    private void Passed(CheckTally check, int count, DateTimeOffset from, DateTimeOffset to, TimeSpan least, TimeSpan most, ReadOnlySpan<int> spread, double? last, double? peak)
    {
        _isTold = true;
        if (to > _last) _last = to;
        check.Passed(count, least, most, spread, to, last, peak);
        _track.Passed(check.Name, from, to, count);
    }

    /// <summary>A number over its limit is the one that matters most.</summary>
    private CheckTally Failed(Observation seen, DateTimeOffset at)
    {
        var check = Check(Encoding.UTF8.GetBytes(seen.Check));
        if (seen is { Number: { } number, Limit: not null }) check.Number.Add(at, number, number);
        return check;
    }

    private CheckTally Check(ReadOnlySpan<byte> name)
    {
        foreach (var check in _checks)
        {
            if (check.IsNamed(name)) return check;
        }

        var made = new CheckTally(Encoding.UTF8.GetString(name));
        _checks.Add(made);
        return made;
    }
}
