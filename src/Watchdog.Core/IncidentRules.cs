namespace Watchdog.Core;

/// <summary>
/// Makes one story of many decisions. It decides nothing about the service: it follows what was decided, so that what is told, kept as evidence and
/// counted in reports is the same.
/// </summary>
internal static class IncidentRules
{
    private const string IneffectiveCode = "ineffective";

    /// <param name="policy">Of the service.</param>
    /// <param name="before">Where it stood.</param>
    /// <param name="step">Where it stands, and what was decided.</param>
    /// <param name="input">What it was decided on.</param>
    /// <param name="now">When.</param>
    public static Step Follow(ServicePolicy policy, ServiceState before, Step step, Input input, Moment now)
    {
        // Nearly every turn is a pass among passes.
        if (step.Decisions.IsEmpty && (step.State.Incident is null || ReferenceEquals(step.State, before))) return step;

        var story = new IncidentStory(policy, before, step.State, now);
        Learn(story, input);
        foreach (var decision in step.Decisions) Follow(story, decision, input);
        var good = GoodNews(step);
        if (IncidentEnds.Of(policy, step.State, story.Open) is { } end) story.Close(end, end == IncidentEvent.Recovered && good is { } why ? why : step.State.PhaseReason);
        else if (good is { Code: Recovery.Recovered } helped && story.Open is { Told: true, Held: false }) story.Tell(IncidentEvent.Also, AlertLevel.Info, helped);
        return story.Apply(step);
    }

    public static Incident Rebase(this Incident incident, TimeSpan delta) => incident with
    {
        Since = StateRebase.Move(incident.Since, delta),
        OpenedAt = StateRebase.Move(incident.OpenedAt, delta),
    };

    /// <summary>What changes the story without a decision.</summary>
    private static void Learn(IncidentStory story, Input input)
    {
        if (story.Open is not { } open) return;

        switch (input)
        {
            case RestartEnded { Outcome.Result: RestartResult.Displaced or RestartResult.Denied or RestartResult.Refused } when story.Before.Trial is not null:
                story.Open = open with { NotTaken = true, Restarts = Math.Max(0, open.Restarts - 1) };
                break;
            case RestartEnded:
                story.Open = open with { NotTaken = false };
                break;
            case Rearmed:
                story.Open = open with { Held = false };
                break;
            case EvidenceTaken { Check: not null } taken when open.Told:
                story.Tell(IncidentEvent.Also, AlertLevel.Info, new Reason("evidence", "evidence was taken, and nothing is restarted"));
                story.Add(step => step with { Evidence = taken.Id });
                break;
        }
    }

    private static void Follow(IncidentStory story, Decision decision, Input input)
    {
        switch (decision)
        {
            case BeginAction { Reason.Code: not UnitStatus.NotStarted } begin:
                Begin(story, begin.Cause ?? Cause.Unit, begin.Reason);
                break;
            case Restart { Reason.Code: not UnitStatus.NotStarted } restart:
                Act(story, restart, (input as LastLookEnded)?.Evidence);
                break;
            case TakeEvidence take:
                story.Begin(take.Check, take.Reason);       // the alert that falls with it tells of it
                break;
            case Alert { Level: AlertLevel.Info }:
                break;
            case Alert { IsReminder: true } alert:
                story.Begin("", alert.Reason);
                story.Tell(IncidentEvent.Reminded, alert.Level, alert.Reason);
                break;
            case Alert { Reason.Code: HoldRules.StormAlert or IneffectiveCode } alert:
                Hold(story, alert.Level, alert.Reason);
                break;
            case Alert alert:
                Warn(story, alert, ofRestart: input is RestartEnded ended && ended.Outcome.Reason == alert.Reason);
                break;
            case Moved { To: Phase.Paused } moved when story.Open is { Told: true }:
                story.Tell(IncidentEvent.Paused, AlertLevel.Info, moved.Reason);
                break;
            case Moved { To: Phase.Holding } moved when story.After.Hold is Core.Hold.Storm or Core.Hold.Ineffective && story.Open is not { Held: true }:
                Hold(story, AlertLevel.Critical, moved.Reason);     // since before this story: no alert tells of it
                break;
        }
    }

    private static void Begin(IncidentStory story, string cause, Reason reason)
    {
        story.BeginAction(cause, reason);
        story.Tell(IncidentEvent.Began, AlertLevel.Info, reason);
        story.Add(step => step with { Cause = cause });
    }

    private static void Act(IncidentStory story, Restart restart, string? evidence)
    {
        var cause = story.Before.Action?.Cause ?? Cause.Unit;
        story.BeginAction(cause, restart.Reason);
        var halfOpen = story.Open!.Held && (story.Before.StormSince is not null || HoldRules.IsIneffective(story.Policy, story.Before, cause));
        var again = story.Open.NotTaken || halfOpen;
        story.Open = story.Open with { Restarts = story.Open.Restarts + 1, Interrupted = BusyRules.Interrupted(restart.Reason) ?? story.Open.Interrupted };
        story.Tell(IncidentEvent.Acted, AlertLevel.Warning, restart.Reason);
        story.Add(step => step with { Cause = cause, Evidence = evidence, Again = again });
    }

    private static void Hold(IncidentStory story, AlertLevel level, Reason reason)
    {
        story.Begin("", reason);
        story.Open = story.Open! with { Held = true };
        story.Tell(IncidentEvent.Held, level, reason);
    }

    private static void Warn(IncidentStory story, Alert alert, bool ofRestart)
    {
        if (IncidentNews.IsSilent(story.Before, story.After, alert.Reason.Code)) return;

        if (story.Open is { Told: true })
        {
            story.Tell(IncidentEvent.Also, alert.Level, alert.Reason);
        }
        else if (IncidentNews.IsNote(story.After, alert))
        {
            story.Note(alert);
        }
        else
        {
            story.Begin("", alert.Reason);
            story.Tell(IncidentEvent.Opened, alert.Level, alert.Reason);
        }

        if (ofRestart) story.Add(step => step with { RestartFailed = true });
    }

    /// <summary>
    /// Why it is well. Where something else is still wrong the story goes on, and who was told of the restart hears that it helped; not of what was held,
    /// which may fail again in a moment.
    /// </summary>
    private static Reason? GoodNews(Step step)
    {
        foreach (var decision in step.Decisions)
        {
            if (decision is Alert { Level: AlertLevel.Info } good) return good.Reason;
        }

        return null;
    }
}
