using System.IO.Enumeration;
using Watchdog.Config.Reading;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Telling;

namespace Watchdog.Config.Format;

/// <summary>What must hold between notifiers, routes and services.</summary>
internal static class RoutingRules
{
    /// <summary>Services named in one warning.</summary>
    private const int MostNames = 5;

    /// <summary>The file with the names of its notifiers known; whoever is named in it exists.</summary>
    public static WatchdogConfig Complete(WatchdogConfig config, Node root, Findings findings)
    {
        var notifiers = Keys(root, "notifiers");
        CheckNames(root.Find(FileFormat.Defaults)?.Find("notify"), notifiers, findings);
        CheckNames(root.Find("report")?.Find("to"), notifiers, findings);
        foreach (var service in root.Find("services")?.Members ?? []) CheckNames(service.Value.Find("notify"), notifiers, findings);
        foreach (var route in root.Find("routes")?.Items ?? [])
        {
            CheckNames(route.Find("to"), notifiers, findings);
            CheckServices(route.Find("services"), Keys(root, "services"), findings);
        }

        config = config with { Routing = config.Routing with { Notifiers = [.. notifiers] } };
        CheckReached(config, root, findings);
        return config;
    }

    private static string[] Keys(Node root, string key) =>
        [.. (root.Find(key)?.Members ?? []).Where(member => member.Value.Kind != NodeKind.Null).Select(member => member.Name)];

    private static void CheckNames(Node? list, string[] notifiers, Findings findings)
    {
        foreach (var name in list?.Items ?? [])
        {
            if (name.Kind != NodeKind.String || notifiers.Contains(name.Text)) continue;

            var nearest = name.IsSecret ? null : Nearest.To(name.Text, notifiers);
            findings.Error(name, $"there is no notifier \"{name.Shown}\"; {(nearest is null ? "add it under \"notifiers\", or name one that is there" : $"did you mean \"{nearest}\"?")}");
        }
    }

    /// <summary>Whom nobody hears of even when it is held, the loudest that is said: most likely forgotten, since whoever wants silence says so in its own list.</summary>
    private static void CheckReached(WatchdogConfig config, Node root, Findings findings)
    {
        if (root.Find("routes") is not { } routes || config.Routing is not { Routes.IsEmpty: false } routing) return;

        var unheard = config.Services
            .Where(service => service is { Severity: Severity.Critical, Notify: null } && RouteRules.To(routing, service, MessageKind.Holding, AlertLevel.Critical).IsEmpty)
            .Select(service => service.Name).ToArray();
        if (unheard.Length == 0) return;

        findings.Warn(routes, $"by no route does anybody hear that {Words.Some(unheard, MostNames)} {(unheard.Length == 1 ? "is" : "are")} held, which takes a person; add a route such as {{ \"severity\": \"critical\", \"to\": [\"{config.Routing.Notifiers.FirstOrDefault() ?? "ops"}\"] }}, or \"notify\": [] to {(unheard.Length == 1 ? "it" : "them")}");
    }

    private static void CheckServices(Node? list, string[] services, Findings findings)
    {
        foreach (var name in list?.Items ?? [])
        {
            if (name.Kind != NodeKind.String || services.Any(service => Matches(name.Text, service))) continue;

            var nearest = name.IsSecret ? null : Nearest.To(name.Text, services);
            findings.Warn(name, $"no service is called \"{name.Shown}\", so nothing goes this way; {(nearest is null ? "name one of this file, or a pattern such as \"hermes-*\"" : $"did you mean \"{nearest}\"?")}");
        }
    }

    /// <summary>Whether the pattern of a route means this service, or a template glob that it is an instance of.</summary>
    public static bool Matches(string pattern, string service) =>
        FileSystemName.MatchesSimpleExpression(pattern, service, ignoreCase: false) || (!pattern.Contains('*') && ServiceConfig.IsOf(pattern, service));
}
