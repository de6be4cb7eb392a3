using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Evidence;
using Watchdog.Supervision;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Evidence;

/// <summary>A desk on a real folder, with collectors that do what the test says.</summary>
internal sealed class EvidenceRig : IDisposable
{
    private readonly TestFolder _folder = new();

    public EvidenceRig(params FakeCollector[] collectors)
    {
        Clock = new Clock(Time);
        Desk = new EvidenceDesk(
            new BundleStore(_folder.Directories.Evidence), _folder.Directories.Journal, (_, config) => Make(config, collectors), KernelFacts.OfThisMachine(TimeProvider.System), Clock, Log);
        Service = Of("web");
    }

    public static Occasion BeforeRestart { get; } = Occasion.Before(new BeginAction(1, Intent.RestartIfHung, "liveness", new Reason("stopped", "its process is stopped")));

    public static Occasion BeforeStart { get; } = Occasion.Before(new BeginAction(1, Intent.EnsureUp, null, new Reason("failed", "the unit has failed")));

    public TestTimeProvider Time { get; } = new();

    /// <summary>What collectors were made for.</summary>
    public List<EvidenceConfig> MadeFor { get; } = [];

    public Clock Clock { get; }

    public CapturedLog Log { get; } = new();

    public EvidenceDesk Desk { get; }

    public ServiceEvidence Service { get; }

    public ServiceEvidence Of(string name) => Desk.Of(new ServiceConfig
    {
        Name = name,
        Manager = new SystemdConfig($"{name}.service", SystemdScope.System),
        Checks = [],
        Policy = new ServicePolicy { Name = name },
    });

    public Taking Begin(Occasion occasion, ServiceEvidence? of = null) => (of ?? Service).Begin(occasion, ServiceState.New, [], CancellationToken.None)!;

    public BundleIndex Index(string? id) => BundleStore.Read(Desk.Store.FolderOf(id!))!;

    /// <summary><c>stacks Done, journal Late</c>, of those that the test has put in.</summary>
    public string Ends(string? id) => string.Join(", ", Index(id).Collectors.Where(one => one.Name is not ("probes" or "history")).OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Name} {one.Ended}"));

    /// <summary>Time goes on until it is done, once these have begun anew: a busy machine would begin them when the time is up.</summary>
    public async Task<T> PassingAsync<T>(Task<T> work, params FakeCollector[] begun)
    {
        await Eventually.TrueAsync(() => begun.All(one => one.Runs > one.Awaited), "the collectors have begun");
        foreach (var one in begun) one.Awaited = one.Runs;
        while (await Task.WhenAny(work, Task.Delay(20)) != work)
        {
            if (Time.IsAwaited) Time.Advance(Desk.Config.Timeout / 40);
        }

        return await work;
    }

    public void Dispose() => _folder.Dispose();

    private ImmutableArray<ICollector> Make(EvidenceConfig config, FakeCollector[] collectors)
    {
        MadeFor.Add(config);
        return [.. collectors];
    }
}
