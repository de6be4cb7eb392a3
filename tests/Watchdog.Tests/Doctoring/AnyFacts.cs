using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Checks;

namespace Watchdog.Tests.Doctoring;

/// <summary>A service with which nothing is wrong, for a test to put one thing wrong with.</summary>
internal static class AnyFacts
{
    public static readonly CheckPolicy Policy = new() { Name = "liveness", Kind = CheckKind.Liveness, Timeout = TimeSpan.FromSeconds(5) };

    public static readonly UnitStatus Status = new()
    {
        State = UnitState.Active,
        StartLimit = new StartLimit(5, TimeSpan.FromSeconds(10), false),
        TimeoutStop = TimeSpan.FromSeconds(90),
        TimeoutStopIsDefault = true,
        Result = "success",
    };

    public static UnitSettings Unit => new() { Unit = "web.service", Status = Status, Restart = "on-failure" };

    public static ServiceFacts Service => new(new ServiceConfig
    {
        Name = "web",
        Manager = new SystemdConfig("web.service", SystemdScope.System),
        Checks = [Check],
        Policy = new ServicePolicy { Name = "web", Checks = [Policy] },
    })
    {
        Status = Status,
        Unit = Unit,
        Places = [Place],
    };

    public static CheckConfig Check => new(Policy, new HttpTarget { Url = new Uri("http://127.0.0.1:8080/health?token=hunter2") });

    public static PlaceFacts Place => new(Check)
    {
        Allowed = TimeSpan.FromSeconds(10),
        Looks = [Passed(0.1), Passed(0.2)],
        Owner = new ListenerOwner.Found(Listening.Ours, "", false, [7], false),
    };

    public static Observation Passed(double seconds) => Observation.Pass("liveness") with { Took = TimeSpan.FromSeconds(seconds) };

    public static Observation Failed(string code, double seconds = 0.1) => Observation.Fail("liveness", code, $"it says {code}") with { Took = TimeSpan.FromSeconds(seconds) };

    public static ServiceFacts With(UnitSettings unit) => Service with { Unit = unit, Status = unit.Status };

    public static ServiceFacts With(PlaceFacts place) => Service with { Places = [place] };

    /// <summary><c>broken kill-mode</c>, and so on, of all checks together.</summary>
    public static string[] Judged(ServiceFacts facts) =>
        [.. ServiceChecks.Judge(facts).Select(finding => $"{(finding.Severity == FindingSeverity.CannotKnow ? "unknown" : finding.Severity == FindingSeverity.Warning ? "warning" : "broken")} {finding.Code}")];
}
