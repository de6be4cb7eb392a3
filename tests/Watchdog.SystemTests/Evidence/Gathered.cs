using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Managers;

namespace Watchdog.SystemTests.Evidence;

/// <summary>What the collectors of this machine say of a process.</summary>
internal sealed class Gathered
{
    private readonly Dictionary<string, Collected> _collected = [];

    private Gathered()
    {
    }

    public TextFiles Files { get; } = new();

    public Collected this[string collector] => _collected[collector];

    /// <summary>Those of them, one after the other; a port of its check, or 0.</summary>
    public static async Task<Gathered> OfAsync(int pid, int port, params string[] collectors)
    {
        var policy = new CheckPolicy { Name = "liveness", Kind = CheckKind.Liveness };
        var service = new ServiceConfig
        {
            Name = "web",
            Manager = new CommandConfig { Stop = ["true"], Start = ["true"] },
            Checks = port == 0 ? [] : [new CheckConfig(policy, new TcpTarget("127.0.0.1", port, null))],
            Policy = new ServicePolicy { Name = "web", Checks = port == 0 ? [] : [policy] },
        };
        await using var managers = new ManagerSet(ChildOptions.In("/nowhere"), TimeProvider.System, NullLoggerFactory.Instance);
        var context = new CollectorContext(service, managers, KernelFacts.OfThisMachine(TimeProvider.System), "/tmp", TimeProvider.System);
        var status = new UnitStatus { State = UnitState.Active, MainPid = pid };
        var now = new Moment(TimeProvider.System.GetElapsedTime(0), TimeProvider.System.GetUtcNow());
        var subject = new Subject(service, status, ServiceState.New, context.Kernel.ProcessesOf(status), null, now);
        var gathered = new Gathered();
        foreach (var collector in Collectors.Of(context).Where(one => collectors.Contains(one.Name)))
            gathered._collected[collector.Name] = await collector.CollectAsync(subject, gathered.Files, CancellationToken.None);
        return gathered;
    }
}
