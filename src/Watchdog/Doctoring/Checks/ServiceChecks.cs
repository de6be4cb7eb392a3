using System.Collections.Immutable;

namespace Watchdog.Doctoring.Checks;

/// <summary>All that is judged of one service.</summary>
internal static class ServiceChecks
{
    public static ImmutableArray<Func<ServiceFacts, IEnumerable<Finding>>> All { get; } =
    [
        StateCheck.Judge, PrivilegeCheck.Judge, ListenerCheck.Judge, AnswerCheck.Judge, LocalhostCheck.Judge, PageCheck.Judge, LatencyCheck.Judge, KeepAliveCheck.Judge,
        StartLimitCheck.Judge, RestartCheck.Judge, StopCheck.Judge, MemoryCheck.Judge, NotifyCheck.Judge, PathCheck.Judge, AlongCheck.Judge, RivalCheck.Judge,
    ];

    public static IEnumerable<Finding> Judge(ServiceFacts facts) => All.SelectMany(check => check(facts)).Select(finding => finding with { Service = facts.Service.Name });
}
