using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>The keys of the file, and of a service, that say who is told of what, and when.</summary>
internal static class RoutingFormat
{
    public static readonly Key<WatchdogConfig> Routes = new ValueKey<WatchdogConfig, ImmutableArray<RouteConfig>>("routes",
        new ListForm<RouteConfig>(new RouteForm(), "[{ \"severity\": \"critical\", \"to\": [\"ops\"] }]", least: 0),
        c => c.Routing.Routes, (c, v) => c with { Routing = c.Routing with { Routes = v } },
        "Which messages go to which notifiers, by every route that fits; without any, all go to all.");

    public static readonly Key<WatchdogConfig> QuietHours = new ValueKey<WatchdogConfig, MaintenanceWindow>("quietHours", new WindowForm(),
        c => c.Routing.QuietHours!, (c, v) => c with { Routing = c.Routing with { QuietHours = v } },
        "Messages about background services wait until these are over; those about critical ones never do.");

    public static readonly Key<ServiceConfig> Notify = new ValueKey<ServiceConfig, ImmutableArray<string>?>("notify", new NotifyForm(),
        s => s.Notify, (s, v) => s with { Notify = v },
        "Who is told of it, by names of notifiers, in place of what the routes say; an empty list: nobody.");
}
