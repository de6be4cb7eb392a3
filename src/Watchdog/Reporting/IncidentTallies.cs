using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>The incidents of one service: one is open at a time.</summary>
internal sealed class IncidentTallies(string service, Period period)
{
    private static readonly Reason s_gone = new("watched-no-more", "it is not in the configuration any more");

    private readonly Queue<IncidentReport> _told = [];
    private readonly DelayTally _detect = new();
    private readonly DelayTally _recover = new();
    private IncidentTally? _open;
    private string _openId = "";

    public long Count { get; private set; }

    public MeanAndMost? TimeToDetect => _detect.Tell();

    public MeanAndMost? TimeToRecover => _recover.Tell();

    public IEnumerable<IncidentReport> Told => _told;

    /// <summary>One is open, of which nothing is read.</summary>
    public void Begin(IncidentStep told)
    {
        (_open, _openId) = (new IncidentTally(service, told, TimeSpan.Zero), told.Incident);
        _open.Add(told, new JournalEntry { At = told.Opened, Up = default, Service = service });
    }

    /// <param name="entry">The next of the service.</param>
    /// <param name="downBefore">How long it had been down before it.</param>
    /// <param name="track">How it stands with it.</param>
    public void Take(JournalEntry entry, TimeSpan downBefore, StandingTrack track)
    {
        var down = track.Down;
        foreach (var step in entry.Steps ?? OldStepsOf(entry))
        {
            if (step.Event == IncidentEvent.Noted)
            {
                Note(step, entry, down);
                continue;
            }

            if (step.Incident != _openId) (_open, _openId) = (new IncidentTally(service, step, DownBefore(step)), step.Incident);
            _open!.Add(step, entry);
            if (step.Event is IncidentEvent.Recovered or IncidentEvent.Ended or IncidentEvent.CalledOff) Close(EndOf(step, entry.At), step.Event, down);
        }

        // Its time down may have been told before it: something stood in the way of a restart, and then no more.
        TimeSpan DownBefore(IncidentStep step)
        {
            var before = track.DownBefore(step.Since);
            return before < downBefore ? before : downBefore;
        }
    }

    /// <summary>What is open stays so, but for that of a service that is watched no more.</summary>
    public void End(TimeSpan down, DateTimeOffset until, bool isGone)
    {
        if (_open is not { IsStory: true }) return;
        if (!isGone) Keep(_open.Tell(null, until, down));
        else if (until >= period.Since) Keep(_open.Tell(until, until, down) with { End = s_gone });
    }

    /// <summary>A story that was told in steps ends by one.</summary>
    private System.Collections.Immutable.ImmutableArray<IncidentStep> OldStepsOf(JournalEntry entry)
    {
        if (_open is null) return OldSteps.Of(entry, null);
        return _open.IsOld ? OldSteps.Of(entry, (_openId, _open.Since, _open.Opened)) : [];
    }

    /// <summary>What is held is told as well only when that has lasted; when it became so is in the step. (An older version's lines have none.)</summary>
    private static DateTimeOffset EndOf(IncidentStep step, DateTimeOffset at)
    {
        var well = step.Since + step.Lasted;
        return step is { Event: IncidentEvent.Recovered, Number: > 0 } && step.Lasted > TimeSpan.Zero && well < at ? well : at;
    }

    /// <summary>Another story may be open meanwhile.</summary>
    private void Note(IncidentStep step, JournalEntry entry, TimeSpan down)
    {
        if (entry.At < period.Since) return;

        var note = new IncidentTally(service, step, down);
        note.Add(step, entry);
        Keep(note.Tell(entry.At, entry.At, down));
    }

    private void Close(DateTimeOffset at, IncidentEvent end, TimeSpan down)
    {
        var closed = _open!;
        (_open, _openId) = (null, "");
        if (!closed.IsStory || at < period.Since) return;

        if (end == IncidentEvent.Recovered) _recover.Add(at - closed.Since);
        Keep(closed.Tell(at, at, down));
    }

    private void Keep(IncidentReport incident)
    {
        Count++;
        if (incident.Opened >= period.Since) _detect.Add(incident.Opened - incident.Since);
        if (_told.Count == Report.MostIncidents) _told.Dequeue();
        _told.Enqueue(incident);
    }
}
