using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>All that is judged of one service.</summary>
internal static class ServiceChecks
{
    public static ImmutableArray<Func<ServiceFacts, IEnumerable<Finding>>> All { get; } =
    [
        StateCheck.Judge, PrivilegeCheck.Judge, ListenerCheck.Judge, AnswerCheck.Judge, LocalhostCheck.Judge, PageCheck.Judge, LatencyCheck.Judge, KeepAliveCheck.Judge,
        StartLimitCheck.Judge, RestartCheck.Judge, StopCheck.Judge, MemoryCheck.Judge, NotifyCheck.Judge, UserCheck.Judge, PathCheck.Judge, AlongCheck.Judge, RivalCheck.Judge,
        DrivingCheck.Judge, ProgramCheck.Judge, ContainerCheck.Judge, FolderCheck.Judge, JobCheck.Judge, CommandCheck.Judge, ManagedPathCheck.Judge,
    ];

    /// <summary>Of a unit that there is not, the rest would be made up.</summary>
    public static IEnumerable<Finding> Judge(ServiceFacts facts) => (facts.Status?.State == UnitState.NotFound ? StateCheck.Judge(facts) : All.SelectMany(check => check(facts))).Select(finding => finding with { Service = facts.Service.Name });
}
