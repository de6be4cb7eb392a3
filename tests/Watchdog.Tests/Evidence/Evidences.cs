using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Managers;

namespace Watchdog.Tests.Evidence;

/// <summary>What collectors are given in tests.</summary>
internal static class Evidences
{
    public static DateTimeOffset Now { get; } = DateTimeOffset.Parse("2026-11-21T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    public static CollectorContext Context(ManagerConfig? manager = null, Secrets? secrets = null, params CheckConfig[] checks)
    {
        var service = Service(manager, secrets, checks);
        return new CollectorContext(
            service, new ManagerSet(ChildOptions.In("/nowhere"), TimeProvider.System, NullLoggerFactory.Instance), KernelFacts.OfThisMachine(TimeProvider.System), "/nowhere", TimeProvider.System);
    }

    public static Subject Subject(params int[] pids) => new(
        Service(null, null, []),
        new UnitStatus { State = UnitState.Active, SubState = "running", MainPid = pids.FirstOrDefault() },
        ServiceState.New,
        [.. pids],
        null,
        new Moment(TimeSpan.FromHours(1), Now));

    private static ServiceConfig Service(ManagerConfig? manager, Secrets? secrets, CheckConfig[] checks) => new()
    {
        Name = "web",
        Manager = manager ?? new SystemdConfig("web.service", SystemdScope.System),
        Checks = [.. checks],
        Policy = new ServicePolicy { Name = "web", Checks = [.. checks.Select(check => check.Policy)] },
        Secrets = secrets ?? Secrets.None,
    };
}
