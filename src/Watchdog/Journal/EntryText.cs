using System.Globalization;
using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Journal;

/// <summary>A journal entry in plain words, one line for each thing that it says.</summary>
internal static class EntryText
{
    public static IEnumerable<string> Lines(JournalEntry entry)
    {
        if (entry.Missing is { } missing) yield return $"before this, {Words.Count(missing, "line")} of the journal could not be written";
        if (Input(entry) is { } input) yield return input;
        if (entry.Passes is { } run) yield return Passes(run);
        foreach (var decision in entry.Decisions.Where(decision => decision is not Diagnose)) yield return Decision(entry.Service, decision);      // what was seen says more
        foreach (var step in entry.Steps ?? []) yield return Step(step);
    }

    /// <summary>Local time to the second, as <c>journalctl</c> prints it.</summary>
    public static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What became of an incident, in a word or two.</summary>
    public static string Event(IncidentEvent happened) => happened switch
    {
        IncidentEvent.Began => "about to act",
        IncidentEvent.Opened => "opened",
        IncidentEvent.Acted => "acted",
        IncidentEvent.Also => "also",
        IncidentEvent.Held => "held",
        IncidentEvent.Reminded => "still held",
        IncidentEvent.Paused => "paused",
        IncidentEvent.Recovered => "recovered",
        IncidentEvent.CalledOff => "called off",
        IncidentEvent.Ended => "ended",
        IncidentEvent.Noted => "noted",
        _ => happened.ToString(),
    };

    private static string? Input(JournalEntry entry) => entry.Input switch
    {
        Observed { Observation.Look: Look.Passed } => null,      // what it changed, the decisions say
        Observed { Observation: { Look: Look.Failed } seen } => $"{seen.Check} fails: {seen.Reason}",
        Observed { Observation: var seen } => $"{seen.Check} could not be looked at: {seen.Reason}",
        UnitUnseen unseen => $"the manager could not be asked: {unseen.Reason}",
        LastLookEnded look => $"last look: {Check(look.Check)}{(look.Signals is { } around ? $"{SignalsText.Of(around)}; " : "")}{Unit(look.Status)}{(look.Busy is { } busy ? $"; {Busy(busy)}" : "")}{Evidence(look.Evidence)}",
        EvidenceTaken taken => $"evidence {taken.Id} was taken ({taken.Because}): watchdog evidence --open {taken.Id}",
        Diagnosed { Signals: { } around } seen => $"around {seen.Check}: {SignalsText.Of(around)}",
        Diagnosed unseen => $"around {unseen.Check}: nothing could be seen in time",
        DependencySeen { Down: { } down } seen => $"{seen.Name}, which it depends on, is down: {down.Sentence}",
        DependencySeen up => $"{up.Name}, which it depends on, is up, or cannot be known to be down",
        BusySeen work => Busy(work.Look),
        RestartEnded ended => $"the manager's answer after {Words.Span(ended.Outcome.Took)}: {ended.Outcome.Reason}{(ended.Outcome.Killed ? " (killed)" : "")}",
        Rearmed rearmed => $"rearmed by {rearmed.By}",
        TrendSeen { Sentence: null } over => $"{over.Check} no longer climbs steadily",
        PauseSet pause => $"paused until {Time(entry.At + (pause.Until - entry.Up))}, for {Words.Span(pause.Until - entry.Up)}: {pause.Because}",
        PauseEnded ended => $"resumed: {ended.Because}",
        TaskStopped stopped => $"{TaskId.Of(entry.Service, stopped.Epoch)} stopped by {stopped.By}, paused until {Time(entry.At + (stopped.Until - entry.Up))}: {stopped.Because}",
        Resumed resumed => $"we began ({resumed.Because})",
        _ => null,
    };

    private static string Evidence(string? id) => id is null ? "" : $"; evidence {id}: watchdog evidence --open {id}";

    private static string Busy(BusyLook look) => look.Count is { } count
        ? string.Create(CultureInfo.InvariantCulture, $"{count:0.##} in flight")
        : $"it cannot be told what is in flight: {look.Problem}";

    private static string Check(Observation? seen) => seen is null ? "" : $"{seen.Check} {(seen.Look == Look.Passed ? "passed" : $"fails: {seen.Reason}")}; ";

    private static string Unit(UnitStatus? unit) => unit is null
        ? "the manager could not be asked"
        : $"the unit is {unit.State.ToString().ToLowerInvariant()} ({unit.SubState}), main pid {unit.MainPid}, result {unit.Result}, restarted {Words.Times(unit.AutoRestarts)} by its manager";

    private static string Passes(PassRun run) =>
        $"{run.Check} passed {Words.Times(run.Count)} from {Time(run.From)} on, in {Words.Span(run.Least)} to {Words.Span(run.Most)}";

    /// <summary><c>incident 20261121-222242-7f3a: acted, 10 s after it began; 1 restart, 2 left; evidence …</c>: why, the decision before it says.</summary>
    private static string Step(IncidentStep step) =>
        $"incident {step.Incident}: {Event(step.Event)}{(step.Lasted > TimeSpan.Zero ? $", {Words.Span(step.Lasted)} after it began" : "")}"
        + $"{(step.Restarts > 0 ? $"; {Words.Count(step.Restarts, "restart")}, {step.BudgetLeft} left" : "")}{(step.Evidence is { } evidence ? $"; watchdog evidence --open {evidence}" : "")}";

    private static string Decision(string service, Decision decision) => decision switch
    {
        Moved moved => $"{moved.From} -> {moved.To}: {moved.Reason}",
        BeginAction begin => $"decided to act ({(begin.Intent == Intent.EnsureUp ? "ensure up" : "restart if hung")}, task {TaskId.Of(service, begin.Epoch)}): {begin.Reason}",
        CallOff off => $"called off: {off.Reason}",
        Restart restart => $"restart ordered{(restart.Signal is { } signal ? $", {DumpSignals.Name(signal)} first" : "")}: {restart.Reason}",
        TakeEvidence take => $"evidence is taken, and nothing restarted: {take.Reason}",
        NotActing not => $"not acting: {not.Reason}",
        Started started => $"a new instance: {started.Reason}",
        Alert alert => $"alert ({alert.Level.ToString().ToLowerInvariant()}): {alert.Reason}",
        _ => decision.ToString() ?? "",
    };
}
