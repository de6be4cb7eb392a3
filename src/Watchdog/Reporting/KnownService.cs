using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>How a service stands by what was saved of it last: the journal that is read may tell nothing of what began long ago and lasts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Since">Since when.</param>
internal sealed record KnownService(string Name, Phase Phase, DateTimeOffset Since)
{
    /// <summary>Its incident that is open, as it was opened; null where nobody was told of any.</summary>
    public IncidentStep? Open { get; init; }

    public static KnownService Of(string name, ServiceState state, Moment now)
    {
        return new KnownService(name, state.Phase, At(state.PhaseSince)) { Open = state.Incident is { Told: true } incident ? StepOf(incident) : null };

        IncidentStep StepOf(Incident open) => new(open.Id, open.Steps, IncidentEvent.Opened, AlertLevel.Warning, open.Reason)
        {
            Cause = open.Cause,
            Since = At(open.Since),
            Opened = At(open.OpenedAt),
            Restarts = open.Restarts,
        };

        DateTimeOffset At(TimeSpan uptime) => now.Utc - (now.Uptime - uptime);
    }
}
