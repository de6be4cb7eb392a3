using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>Who is told of what, and when.</summary>
public sealed record RoutingConfig
{
    /// <summary>The names of all notifiers, in the order of the file.</summary>
    public ImmutableArray<string> Notifiers { get; init; } = [];

    /// <summary>Empty: all notifiers are told of all.</summary>
    public ImmutableArray<RouteConfig> Routes { get; init; } = [];

    /// <summary>Messages of background services wait for its end; null for none.</summary>
    public MaintenanceWindow? QuietHours { get; init; }
}
