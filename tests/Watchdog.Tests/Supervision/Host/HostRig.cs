using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Supervision;
using Watchdog.Supervision.Host;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision.Host;

/// <summary>A watch over the host with services that stand as the test says.</summary>
internal sealed class HostRig : IDisposable
{
    private readonly List<string> _nudged = [];

    public HostRig(params string[] services)
        : this(NoHostNotices.Instance, services)
    {
    }

    /// <param name="notices">Told of many at once.</param>
    /// <param name="services">By name.</param>
    public HostRig(IHostNotices notices, params string[] services)
    {
        Host = new HostWatch(Self.Self, new Consumers(Path.Combine(Folder.FullName, "proc"), Folder.FullName, processors: 2), new Clock(Self.Time), Self.Log, notices);
        foreach (var service in services) Add(service);
    }

    public SelfRig Self { get; } = new();

    public TestTimeProvider Time => Self.Time;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("watchdog-host-");

    public HostWatch Host { get; private set; }

    public Dictionary<string, HostView> Views { get; } = [];

    public IReadOnlyList<string> Nudged => _nudged;

    public HostView this[string service] => Views[service];

    /// <summary>A service that has long been well.</summary>
    public HostView Add(string name)
    {
        var policy = new ServicePolicy { Name = name, Checks = [LoopRig.Liveness] };
        var config = new ServiceConfig { Name = name, Manager = new SystemdConfig($"{name}.service", SystemdScope.System), Checks = [], Policy = policy };
        var view = Views[name] = Host.Watch(new Keeper(config, NoFiles.Instance, NoFiles.Instance, Self.Log), () => _nudged.Add(name));
        return Take(name, new UnitSeen(FakeUnit.Active("one") with { ControlGroup = $"/{name}" })).Pass(name).Pass(name)[name];
    }

    /// <summary>The program is started again on the same states.</summary>
    public void StartAgain()
    {
        foreach (var view in Views.Values) Host.Leave(view);
        Host = new HostWatch(Self.Self, new Consumers(Path.Combine(Folder.FullName, "proc"), Folder.FullName, processors: 2), new Clock(Self.Time), Self.Log);
        foreach (var (name, old) in Views.ToArray()) Views[name] = Host.Watch(old.Keeper, () => _nudged.Add(name));
    }

    public HostRig Take(string service, Input input)
    {
        Views[service].Keeper.Take(input, new Clock(Time).Now);
        return this;
    }

    public HostRig Pass(params string[] services) => All(services, Observation.Pass("liveness"));

    public HostRig Fail(params string[] services) => All(services, Observation.Fail("liveness", "timeout-first-byte", "no answer in 10 s"));

    /// <summary>Fails to its threshold: the last look is next.</summary>
    public HostRig Wedge(string service) => Fail(service, service, service);

    /// <summary>What the loop of the service is told before anything else; the judgement takes it in.</summary>
    public IReadOnlyList<Input> News(string service)
    {
        var news = new List<Input>();
        while (Views[service].Next(Views[service].Keeper.State) is { } told)
        {
            news.Add(told);
            Take(service, told);
        }

        return news;
    }

    public void Dispose()
    {
        Host.Dispose();
        Folder.Delete(recursive: true);
    }

    private HostRig All(string[] services, Observation seen)
    {
        foreach (var service in services) Take(service, new Observed(seen));
        return this;
    }

    private sealed class NoFiles : IJournal, IStateStore
    {
        public static readonly NoFiles Instance = new();

        public bool Append(JournalEntry entry, bool durable) => true;

        public SavedService Load(string service) => new(null, new Dictionary<string, CounterMemory>(), null);

        public SaveResult Save(string service, ServiceState state, IReadOnlyDictionary<string, CounterMemory> counters) => SaveResult.Saved;
    }
}
