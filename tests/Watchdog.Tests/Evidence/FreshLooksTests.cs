using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Journal;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Evidence;

/// <summary>Evidence without a daemon.</summary>
public sealed class FreshLooksTests
{
    private static readonly CheckPolicy s_liveness = new() { Name = "liveness", Kind = CheckKind.Liveness };

    private static readonly ServicePolicy s_policy = new() { Name = "web", Checks = [s_liveness] };

    private static readonly Moment s_now = new(TimeSpan.FromHours(5), Evidences.Now);

    [Fact]
    public async Task TakeEvidence_LookFails_DoesNotTellWhatADaemonHasLeft()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "watchdog.json");
        File.WriteAllText(file, """{ "services": { "web": { "process": { "command": ["sleep", "1000"] }, "liveness": { "tcp": "127.0.0.1:1" } } } }""");
        var config = ConfigReader.Read(file).Config!;
        new StateStore(folder.Directories, BootId.Read(), TimeProvider.System, NullLogger.Instance).Save("web", Left(TimeProvider.System.GetElapsedTime(0)), new Dictionary<string, CounterMemory>());
        await using var parts = new Composition(config, folder.Directories, TimeProvider.System, NullLoggerFactory.Instance);

        var (id, _) = await parts.TakeEvidenceAsync(config.Services[0], "a test", CancellationToken.None);

        var index = BundleStore.Read(parts.Evidence.Store.FolderOf(id!))!;
        Assert.Equal((Phase.Suspect, Verdict.Degraded, null), (index.Phase, index.Verdict, index.HealthyAt));
    }

    [Theory]
    [InlineData(Look.Passed, Phase.Watching, Verdict.Healthy, true)]
    [InlineData(Look.Failed, Phase.Suspect, Verdict.Degraded, false)]
    [InlineData(Look.Unknown, Phase.Watching, Verdict.Unknown, false)]
    public void Of_Look_IsWhatTheServiceIsNow(Look look, Phase phase, Verdict verdict, bool isWell)
    {
        var state = FreshLooks.Of(Left(s_now.Uptime), s_policy, [new Observation("liveness", look, new Reason("timeout", "no answer"))], s_now);

        Assert.Equal((phase, verdict, isWell), (state.Phase, Judge.Of(s_policy, state), state.HealthySince is not null));
    }

    [Theory]
    [InlineData("one", true)]
    [InlineData("two", false)]
    public void Of_AnotherRun_LeavesNothingOfTheOneBefore(string instance, bool stands)
    {
        var state = FreshLooks.Of(Left(s_now.Uptime), FakeUnit.Active(instance));

        Assert.Equal((instance, stands, stands), (state.Instance, state.HealthySince is not null, state.Check("liveness").EverPassed));
    }

    private static ServiceState Left(TimeSpan now) => ServiceState.New with
    {
        Unit = FakeUnit.Active("one"),
        Instance = "one",
        Phase = Phase.Watching,
        HealthySince = now / 2,
        Checks = [new CheckState { Check = "liveness", EverPassed = true, Passes = 2 }],
    };
}
