using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Config.Format;
using Watchdog.Core;

namespace Watchdog.Notify.Telling;

/// <summary>To whom news goes, and when.</summary>
internal static class RouteRules
{
    /// <summary>In the order of the file; empty: nobody is told.</summary>
    public static ImmutableArray<string> To(RoutingConfig routing, ServiceConfig service, MessageKind kind, AlertLevel level) =>
        service.Notify is { } own
            ? IsLoud(service.Severity, kind, level) ? Known(routing, own) : []
            : Chosen(routing, route => Fits(route, service, kind, level), IsLoud(service.Severity, kind, level));

    /// <summary>Of what concerns many: by every route that fits one of them.</summary>
    public static ImmutableArray<string> To(RoutingConfig routing, IReadOnlyCollection<ServiceConfig> services, MessageKind kind, AlertLevel level)
    {
        var named = services.Where(service => service.Notify is not null).SelectMany(service => service.Notify!.Value);
        var others = services.Where(service => service.Notify is null).ToArray();
        var chosen = others.Length == 0 ? [] : Chosen(routing, route => others.Any(service => Fits(route, service, kind, level)), isLoud: true);
        return Known(routing, [.. named, .. chosen]);
    }

    /// <summary>Those that exist still.</summary>
    public static ImmutableArray<string> Known(RoutingConfig routing, ImmutableArray<string> names) => [.. routing.Notifiers.Where(names.Contains)];

    /// <summary>The end of the quiet hours, where it is one of them; null: at once.</summary>
    public static DateTimeOffset? NotBefore(RoutingConfig routing, Severity severity, DateTimeOffset now) =>
        severity == Severity.Background && routing.QuietHours?.At(now) is { } hours && hours.From <= now ? hours.To : null;

    /// <summary>A background service is restarted silently, and goes to the report.</summary>
    private static bool IsLoud(Severity severity, MessageKind kind, AlertLevel level) =>
        severity == Severity.Critical || kind is MessageKind.Holding or MessageKind.Reminder || level == AlertLevel.Critical;

    private static ImmutableArray<string> Chosen(RoutingConfig routing, Func<RouteConfig, bool> fits, bool isLoud)
    {
        if (routing.Routes.IsEmpty) return isLoud ? routing.Notifiers : [];

        var names = routing.Routes.Where(route => (isLoud || !route.Kinds.IsEmpty) && fits(route)).SelectMany(route => route.To);
        return Known(routing, [.. names]);
    }

    private static bool Fits(RouteConfig route, ServiceConfig service, MessageKind kind, AlertLevel level) =>
        (route.Severity is not { } severity || severity == service.Severity)
        && (route.Level is not { } least || level >= least)
        && (route.Kinds.IsEmpty || route.Kinds.Contains(kind))
        && (route.Services.IsEmpty || route.Services.Any(pattern => RoutingRules.Matches(pattern, service.Name)));
}
