using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>What a line of a version that knew no incidents tells of one: restarts, loud alerts, and that all was well again. Its steps have the number 0.</summary>
internal static class OldSteps
{
    /// <param name="entry">A line without steps.</param>
    /// <param name="open">The incident that is open, with its first failed look as far as it is known; null for none.</param>
    public static ImmutableArray<IncidentStep> Of(JournalEntry entry, (string Id, DateTimeOffset Since, DateTimeOffset Opened)? open)
    {
        // Whoever knows incidents gives each loud decision a step, so that what has none is either nothing or old.
        if (entry.Decisions.IsEmpty) return [];

        var steps = ImmutableArray.CreateBuilder<IncidentStep>();
        foreach (var decision in entry.Decisions)
        {
            var step = Of(decision, isOpen: open is not null || steps.Count > 0);
            if (step is not { } told) continue;

            var (id, since, opened) = open ?? (Incident.IdOf(entry.Service, entry.At), entry.At, entry.At);
            steps.Add(new IncidentStep(id, 0, told.Event, told.Level, told.Reason) { Since = since, Opened = opened, Restarts = told.Event == IncidentEvent.Acted ? 1 : 0 });
        }

        return steps.ToImmutable();
    }

    private static (IncidentEvent Event, AlertLevel Level, Reason Reason)? Of(Decision decision, bool isOpen) => decision switch
    {
        Restart { Reason.Code: not UnitStatus.NotStarted } restart => (IncidentEvent.Acted, AlertLevel.Warning, restart.Reason),
        Alert { Level: AlertLevel.Info } => null,
        Alert { IsReminder: true } alert => (IncidentEvent.Reminded, alert.Level, alert.Reason),
        Alert { Reason.Code: "storm" or "ineffective" } alert => (IncidentEvent.Held, alert.Level, alert.Reason),
        Alert alert => (isOpen ? IncidentEvent.Also : IncidentEvent.Opened, alert.Level, alert.Reason),
        Moved { To: Phase.Watching } moved when isOpen => (IncidentEvent.Recovered, AlertLevel.Info, moved.Reason),
        Moved { To: Phase.Stopped } moved when isOpen => (IncidentEvent.Ended, AlertLevel.Info, moved.Reason),
        _ => null,
    };
}
