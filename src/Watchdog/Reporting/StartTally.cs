using System.Globalization;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Counts starts by whose doing they were. A manager that restarts in a storm is seen now and then only: its own count tells of the rest.</summary>
internal sealed class StartTally
{
    private long _ours, _manager, _operator;
    private long? _automatic;       // as it was at the last start
    private bool _wasStopped;
    private bool _rebooted;
    private TimeSpan _up;

    public RestartCounts Tell() => new(_ours, _manager, _operator);

    public void Take(JournalEntry entry, bool counts)
    {
        var unit = entry.Input switch
        {
            UnitSeen seen => seen.Status,
            LastLookEnded last => last.Status,
            _ => null,
        };
        if (unit is { } fallen && fallen.AutoRestarts < _automatic) _automatic = fallen.AutoRestarts;      // our own restart sets it to 0
        _wasStopped |= entry.Decisions.Any(decision => decision is Moved { From: Phase.Stopped });
        _rebooted |= entry.Up < _up;
        _up = entry.Up;
        foreach (var decision in entry.Decisions)
        {
            if (decision is not Started started) continue;
            if (counts) Count(started, unit);
            _automatic = unit?.AutoRestarts ?? _automatic;
            (_wasStopped, _rebooted) = (false, false);
        }

        _wasStopped |= entry.Decisions.Any(decision => decision is Moved { To: Phase.Stopped });
    }

    private void Count(Started started, UnitStatus? unit)
    {
        switch (started.Kind)
        {
            case StartKind.Ours when started.Reason.Code != "started-with-us":
                _ours++;
                break;
            case StartKind.Automatic:
                _manager += Math.Max(unit?.AutoRestarts - _automatic ?? 1, Math.Max(1, SaidOf(started.Reason.Sentence ?? "")));
                break;
            case StartKind.Operator when !_wasStopped && !_rebooted:       // the start of what was stopped restarts nothing; that of all, with the machine, was nobody's
                _operator++;
                break;
        }
    }

    /// <summary><c>its manager restarted it 37 times after …</c>: where its count before is not in what is read.</summary>
    private static long SaidOf(string sentence)
    {
        var words = sentence.Split(' ');
        if (words.Contains("twice")) return 2;
        var times = Array.IndexOf(words, "times");
        return times > 0 && long.TryParse(words[times - 1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;
    }
}
