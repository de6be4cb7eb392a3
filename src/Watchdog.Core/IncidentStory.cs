using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>The steps of one turn.</summary>
internal sealed class IncidentStory(ServicePolicy policy, ServiceState before, ServiceState after, Moment now)
{
    private readonly ImmutableArray<IncidentStep>.Builder _steps = ImmutableArray.CreateBuilder<IncidentStep>();
    private long _count = after.Incidents;
    private bool _isOver;

    public ServicePolicy Policy => policy;

    public ServiceState Before => before;

    public ServiceState After => after;

    public Incident? Open { get; set; } = after.Incident;

    /// <summary>Unless one is open already.</summary>
    public void Begin(string cause, Reason reason)
    {
        if (Open is { Cause.Length: 0 } unnamed && cause.Length > 0) Open = unnamed with { Cause = cause };
        Open ??= New(cause, reason);
    }

    /// <summary>What was only warned of until now (it fails now and then, its memory climbs) has come to pass: down it is from now on.</summary>
    public void BeginAction(string cause, Reason reason)
    {
        Begin(cause, reason);
        var open = Open!;
        if (open.Restarts > 0 || open.Held || open.OpenedAt == now.Uptime) return;
        if (cause == Cause.Unit && before.Phase != Phase.Watching) return;
        if (TroubleSince(cause) is var since && since > open.OpenedAt) Open = open with { Cause = cause, Reason = reason, Since = since, OpenedAt = now.Uptime };
    }

    public void Tell(IncidentEvent happened, AlertLevel level, Reason reason)
    {
        Open = Open! with { Steps = Open.Steps + 1, Told = Open.Told || happened != IncidentEvent.Began };
        _steps.Add(Step(Open, happened, level, reason));
    }

    /// <summary>Of the step told last.</summary>
    public void Add(Func<IncidentStep, IncidentStep> more) => _steps[^1] = more(_steps[^1]);

    /// <summary>A story of its own, of this one step.</summary>
    public void Note(Alert alert) =>
        _steps.Add(Step(New("", alert.Reason) with { Steps = 1 }, IncidentEvent.Noted, alert.Level, alert.Reason));

    public void Close(IncidentEvent end, Reason reason)
    {
        Tell(end, AlertLevel.Info, reason);
        _isOver = end != IncidentEvent.CalledOff;
        Open = null;
    }

    public Step Apply(Step step)
    {
        var state = _isOver ? IncidentEnds.Forget(step.State) : step.State;
        return step with { State = state with { Incident = Open, Incidents = _count }, Steps = _steps.DrainToImmutable() };
    }

    private Incident New(string cause, Reason reason) => new()
    {
        Id = Incident.IdOf(policy.Name, now.Utc, _count++),
        Since = TroubleSince(cause),
        OpenedAt = now.Uptime,
        Cause = cause,
        Reason = reason,
    };

    private IncidentStep Step(Incident story, IncidentEvent happened, AlertLevel level, Reason reason) => new(story.Id, story.Steps, happened, level, reason)
    {
        Cause = story.Cause,
        Since = now.Utc - (now.Uptime - story.Since),
        Opened = now.Utc - (now.Uptime - story.OpenedAt),
        Lasted = (happened == IncidentEvent.Recovered && after.HealthySince is { } well && well > story.Since ? well : now.Uptime) - story.Since,
        Restarts = story.Restarts,
        Interrupted = story.Interrupted,
        BudgetLeft = Math.Max(0, policy.Budget.Restarts - StormRule.Count(policy.Budget, after.Ledger, after.RearmedAt, now.Uptime)),
    };

    /// <summary>The first failed look of the row; of a run that has ended, and of all else, now.</summary>
    private TimeSpan TroubleSince(string cause)
    {
        if (cause.Length > 0) return after.Check(cause).FailingSince ?? before.Check(cause).FailingSince ?? now.Uptime;

        var first = now.Uptime;
        foreach (var check in after.Checks)
        {
            if (check.FailingSince < first) first = check.FailingSince.Value;
        }

        return first;
    }
}
