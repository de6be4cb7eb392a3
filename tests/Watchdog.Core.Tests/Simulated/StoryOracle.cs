namespace Watchdog.Core.Tests.Simulated;

/// <summary>Watches what is told of a service, and knows only the steps.</summary>
internal sealed class StoryOracle
{
    private readonly HashSet<string> _seen = [];
    private string? _open;
    private int _number;
    private bool _told;

    /// <summary>Whether a person hears of it.</summary>
    public static bool IsTold(IncidentStep step) => step is { Again: false, Event: not (IncidentEvent.Began or IncidentEvent.CalledOff) };

    /// <returns>What is wrong with it, else null.</returns>
    public string? Follow(World.Turned turned)
    {
        foreach (var step in turned.Step.Steps)
        {
            if (Wrong(step) is { } wrong) return $"{wrong}: {step}";
        }

        var orders = turned.Step.Decisions.Count(decision => decision is Restart { Reason.Code: not UnitStatus.NotStarted });
        if (orders != turned.Step.Steps.Count(step => step.Event == IncidentEvent.Acted)) return "a restart is no part of a story";
        return turned.Step.State.Incident?.Id != _open ? $"open is {_open}, and the state has {turned.Step.State.Incident}" : null;
    }

    private string? Wrong(IncidentStep step)
    {
        if (step.Event == IncidentEvent.Noted) return _seen.Add(step.Incident) && step.Number == 1 ? null : "a note is a story of one step";
        if (step.Lasted < TimeSpan.Zero || step.Opened < step.Since || step.Restarts < 0) return "its times or counts make no sense";
        if (_open is null && !(_seen.Add(step.Incident) && step.Number == 1)) return "a new story does not begin with 1";
        if (_open is not null && (step.Incident != _open || step.Number != _number + 1)) return "it does not go on with the open story";

        (_open, _number) = (step.Incident, step.Number);
        switch (step.Event)
        {
            case IncidentEvent.CalledOff when _told: return "a story that was told is called off";
            case IncidentEvent.Recovered or IncidentEvent.Ended when !_told: return "a story ends that nobody was told";
            case IncidentEvent.CalledOff or IncidentEvent.Recovered or IncidentEvent.Ended: (_open, _number, _told) = (null, 0, false); break;
            case not IncidentEvent.Began: _told = true; break;
        }

        return null;
    }
}
