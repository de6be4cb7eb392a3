using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>When what we see is rather the machine's or our own fault; the same for all services.</summary>
public sealed record HostConfig
{
    private static readonly ServicePolicy s_default = new() { Name = "" };

    /// <inheritdoc cref="ServicePolicy.DoubtAtMost"/>
    public TimeSpan DoubtAtMost { get; init; } = s_default.DoubtAtMost;

    /// <inheritdoc cref="ServicePolicy.CorrelatedHoldAtMost"/>
    public TimeSpan CorrelatedHoldAtMost { get; init; } = s_default.CorrelatedHoldAtMost;

    /// <summary>Tells the judgement of the service.</summary>
    internal ServiceConfig Apply(ServiceConfig service) => service with
    {
        Policy = service.Policy with { DoubtAtMost = DoubtAtMost, CorrelatedHoldAtMost = CorrelatedHoldAtMost },
    };
}
