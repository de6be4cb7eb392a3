using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Evidence;

/// <summary>Whom the evidence is about.</summary>
/// <param name="Service">As it is configured.</param>
/// <param name="Unit">As its manager saw it last; null where it could not be asked.</param>
/// <param name="State">As the judgement sees it.</param>
/// <param name="Processes">Those of the unit: of its control group, else the main process and its descendants; at most 512, the main process first.</param>
/// <param name="HealthyAt">When it was last known to be well; null where that is not known.</param>
/// <param name="Now">When it was begun.</param>
internal sealed record Subject(ServiceConfig Service, UnitStatus? Unit, ServiceState State, ImmutableArray<int> Processes, DateTimeOffset? HealthyAt, Moment Now)
{
    /// <summary>Of what has been well until now, the last minutes are told: that it is well says nothing of what somebody wants to know.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(10);

    /// <inheritdoc cref="Occasion.IsForAction"/>
    public bool IsForAction { get; init; }

    public int MainPid => Unit?.MainPid ?? 0;

    /// <summary>From when on a log is of interest; null where nothing is known to be uninteresting.</summary>
    public DateTimeOffset? LogSince => HealthyAt < Now.Utc - TimeSpan.FromSeconds(1) ? HealthyAt : HealthyAt - s_recent;
}
