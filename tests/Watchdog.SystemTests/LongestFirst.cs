using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Evidence;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Watchdog.SystemTests.LongestFirst", "Watchdog.SystemTests")]

namespace Watchdog.SystemTests;

/// <summary>Begins with the classes that take longest, so that none of them is left alone at the end while processors have nothing to do.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>More than a minute each, by the results of a run.</summary>
    private static readonly Type[] s_long =
    [
        typeof(WaitingTests), typeof(ContainerTests), typeof(MemoryTests), typeof(RestraintTests), typeof(InstalledAsRootTests), typeof(NoRestartTests), typeof(HostTests), typeof(WedgeTests),
        typeof(ActionTests), typeof(MainJobTests), typeof(FailingAnswerTests), typeof(DrillOthersTests), typeof(TaskTests), typeof(OrphanTests), typeof(IncurableTests), typeof(LaunchdTests),
        typeof(SupervisordTests), typeof(EvidenceTests), typeof(OtherManagersTests), typeof(OneShotTests), typeof(SpinTests), typeof(MaintenanceTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(RankOf);

    /// <summary>A class without a collection of its own stands in one that is called after it.</summary>
    private static int RankOf(ITestCollection collection)
    {
        var rank = Array.FindIndex(s_long, type => collection.DisplayName.EndsWith($" {type.FullName}", StringComparison.Ordinal));
        return rank < 0 ? s_long.Length : rank;
    }
}
