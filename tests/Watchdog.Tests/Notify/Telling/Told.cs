using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify.Texts;

namespace Watchdog.Tests.Notify.Telling;

/// <summary>Services and steps for tests of what is told.</summary>
internal static class Told
{
    public static DateTimeOffset At { get; } = new(2026, 11, 21, 22, 22, 42, TimeSpan.Zero);

    public static Surround Place { get; } = new("web1", "/var/lib/service-watchdog/evidence", "sudo watchdog");

    public static RoutingConfig All { get; } = new() { Notifiers = ["ops", "pager"] };

    public static ServiceConfig Service(string name = "web", Severity severity = Severity.Critical) => new()
    {
        Name = name,
        Manager = new SystemdConfig($"{name}.service", SystemdScope.System),
        Checks = [],
        Policy = new ServicePolicy { Name = name },
        Severity = severity,
    };

    public static IncidentStep Step(
        IncidentEvent happened, int number = 1, string story = "20261121-222242-7f3a1c", AlertLevel level = AlertLevel.Warning, string code = "timeout-first-byte",
        string sentence = "no answer in 10 s (liveness, 3 in a row)") => new(story, number, happened, level, new Reason(code, sentence))
        {
            Cause = "liveness",
            Since = At - TimeSpan.FromSeconds(33),
            Opened = At - TimeSpan.FromSeconds(3),
            Lasted = TimeSpan.FromSeconds(33),
            BudgetLeft = 3,
        };

    public static RouteConfig To(params ImmutableArray<string> to) => new() { To = to };
}
