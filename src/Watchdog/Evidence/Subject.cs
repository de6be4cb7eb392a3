using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Evidence;

/// <summary>Whom the evidence is about.</summary>
/// <param name="Service">As it is configured.</param>
/// <param name="Unit">As its manager saw it last; null where it could not be asked.</param>
/// <param name="State">As the judgement sees it.</param>
/// <param name="Processes">Those of the unit: of its control group, else the main process and its descendants; at most 512, the main process first.</param>
/// <param name="HealthyAt">When it was last known to be well; null where it never was.</param>
/// <param name="Now">When it was begun.</param>
internal sealed record Subject(ServiceConfig Service, UnitStatus? Unit, ServiceState State, ImmutableArray<int> Processes, DateTimeOffset? HealthyAt, Moment Now)
{
    public int MainPid => Unit?.MainPid ?? 0;
}
