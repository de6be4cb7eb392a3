using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Drilling;
using Watchdog.Managers;
using Watchdog.Supervision;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Drilling;

/// <summary>A drill on a fake unit with one check, under a clock that goes on as long as the drill does.</summary>
internal sealed class DrillRig : IServiceLog
{
    private readonly TestTimeProvider _time = new();
    private int _runs = 1;

    public DrillRig()
    {
        Check = new FakeProbe("liveness", _time);
        Unit.OnAct = (order, _) => Task.FromResult(Act(order));
        Unit.Status = Run();
    }

    public FakeUnit Unit { get; } = new();

    public FakeProbe Check { get; }

    public List<Restart> Orders { get; } = [];

    public List<string> Lines { get; } = [];

    public ManagerConfig Manager { get; set; } = new SystemdConfig("s.service", SystemdScope.System);

    public StartLimit Limit { get; set; }

    /// <summary>What the manager makes of an order; a new run where it says nothing else.</summary>
    public Func<Restart, RestartOutcome?> OnOrder { get; set; } = static _ => null;

    public CancellationTokenSource Stop { get; } = new();

    public List<TimeSpan> OrderedAt { get; } = [];

    public static RestartOutcome Outcome(RestartResult result, string code) => new(result, new Reason(code, $"it says {code}"));

    /// <summary>A run of the unit, newer than those before.</summary>
    public UnitStatus Run() => FakeUnit.Active($"run-{_runs++}") with { StartLimit = Limit, StartedAt = _time.Uptime };

    public async Task<(DrillReport? Report, Reason Undone)> DrillAsync(int restarts = 3)
    {
        var policy = new CheckPolicy { Name = "liveness", Kind = CheckKind.Liveness };
        var config = new CheckConfig(policy, new TcpTarget("127.0.0.1", 1, null));
        var service = new ServiceConfig
        {
            Name = "s",
            Manager = Manager,
            Checks = [config],
            Policy = new ServicePolicy { Name = "s", Checks = [policy], StartupGate = TimeSpan.FromMinutes(5) },
        };
        var looker = new Looker("s", Unit, [new CheckSlot(config, Check, [])], diagnostician: null, _time, new CapturedLog());
        var processes = new UnitProcesses(KernelFacts.OfThisMachine(_time), Secrets.None);
        var drill = new Drill(new DrillParts(service, Unit, looker, this, processes, new Clock(_time)), new DrillPlan(restarts, TimeSpan.FromSeconds(2), []));

        // Whatever it waits for comes: no assertion depends on how fast.
        var running = drill.RunAsync(Stop.Token);
        while (await Task.WhenAny(running, Task.Delay(1)) != running) _time.Advance(TimeSpan.FromMilliseconds(250));
        return await running;
    }

    public Task<LogSince> MarkAsync(CancellationToken cancel) => Task.FromResult<LogSince>(_ => Task.FromResult(new LogRead([.. Lines.Select(line => new LogLine(line))])));

    public Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel) => throw new NotSupportedException();

    private RestartOutcome Act(Restart order)
    {
        Orders.Add(order);
        OrderedAt.Add(_time.Uptime);
        if (OnOrder(order) is { } other) return other;

        Unit.Status = Run();
        return Outcome(RestartResult.Done, "done");
    }
}
