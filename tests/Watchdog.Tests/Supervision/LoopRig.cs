using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;
using Watchdog.Supervision.Host;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

/// <summary>One service's loop, real down to its files, between a fake unit and fake probes.</summary>
internal sealed class LoopRig : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly JournalWriter _writer;
    private readonly List<ServiceLoop> _loops = [];
    private readonly HashSet<ServiceLoop> _ended = [];

    public LoopRig(params CheckPolicy[] checks)
    {
        if (checks.Length == 0) checks = [Liveness];
        Policy = new ServicePolicy { Name = "s", Checks = [.. checks] };
        Clock = new Clock(Time);
        Probe = new FakeProbe("liveness", Time);
        _writer = new JournalWriter(_folder.Directories.Journal, new JournalConfig(), Time, Log);
        Journal = _writer;
        Store = new StateStore(_folder.Directories, "boot", Time, Log);
    }

    public static CheckPolicy Liveness { get; } = new() { Name = "liveness", Kind = CheckKind.Liveness };

    public static CheckPolicy Counter { get; } = new() { Name = "acceptLoop", Kind = CheckKind.AcceptLoop };

    /// <summary>From the start to the first look: its place in the spread, and on to the next quarter of a second (the clock starts on one).</summary>
    public static TimeSpan First { get; } = TimeSpan.FromMilliseconds(250 * Math.Ceiling(8 * StableHash.Unit("s", 0)));

    public TestTimeProvider Time { get; } = new();

    public Clock Clock { get; }

    public CapturedLog Log { get; } = new();

    public FakeUnit Unit { get; } = new();

    public FakeProbe Probe { get; }

    /// <summary>What is around the checks.</summary>
    public FakeDiagnostician Around { get; } = new();

    public Waits? Waits { get; set; }

    public ServicePolicy Policy { get; set; }

    public ImmutableArray<MaintenanceWindow> Windows { get; set; } = [];

    public IJournal Journal { get; set; }

    public IStateStore Store { get; set; }

    /// <summary>What concerns all services; null: there is nothing beyond this one.</summary>
    public HostWatch? Host { get; set; }

    public ServiceState State => _loops[^1].Keeper.State;

    public Action<Restart, UnitStatus?> OnRestart { get; set; } = (_, _) => { };

    /// <summary>From one time of the rig's day on to another.</summary>
    public MaintenanceWindow Window(TimeSpan from, TimeSpan to) => new([Clock.Now.Utc.DayOfWeek], from, to, TimeZoneInfo.Utc);

    public Keeper NewKeeper() => new(
        new ServiceConfig
        {
            Name = "s",
            Manager = new SystemdConfig("s.service", SystemdScope.System),
            Checks = [.. Policy.Checks.Select(Config)],
            Policy = Policy,
            Maintenance = Windows,
        },
        Journal,
        Store,
        Log);

    public Looker NewLooker()
    {
        ImmutableArray<CheckConfig> riders = [.. Policy.Checks.Select(Config).Where(check => Ride.Of(check.Target) is not null)];
        return new Looker("s", Unit, [new CheckSlot(Config(Policy.Checks[0]), Probe, riders)], Around, Time, Log) { Waits = Waits, Self = Host?.Self };
    }

    public ServiceLoop Start()
    {
        var loop = new ServiceLoop(NewKeeper(), Unit, NewLooker(), Clock, Log, "a test", (_, order, unit) => OnRestart(order, unit), Host);
        _loops.Add(loop);
        loop.Start();
        return loop;
    }

    /// <summary>Starts the loop and has the check looked at once, at the time that the spread gives it.</summary>
    public async Task<ServiceLoop> StartAndLookAsync()
    {
        var loop = Start();
        await LookAtAsync(Time.Uptime + First);
        await Eventually.TrueAsync(() => State.Check(Policy.Checks[0].Name) is { EverPassed: true } or { Failures: > 0 }, "the first look is taken");
        return loop;
    }

    /// <summary>Waits until the loop has set its timer for the next look after the last, goes there, and waits for the look to begin.</summary>
    public Task LookAfterAsync(double seconds) => LookAtAsync(Probe.Starts[^1] + TimeSpan.FromSeconds(seconds));

    /// <summary>Waits until nothing is under way at the check: a look that is due meanwhile would not be begun, and its time may be another timer's too.</summary>
    public Task TakenInAsync() => Eventually.TrueAsync(() => _loops[^1].Slots.All(slot => slot is { InFlight: false, IsDiagnosed: false }), "the looks are taken in");

    public Task PhaseAsync(Phase phase) => Eventually.TrueAsync(() => State.Phase == phase, () => $"phase {phase}; it is {State.Phase}: {State.PhaseReason}");

    /// <summary>Healthy at first, then failing up to the threshold; the last look and what comes after it follow by themselves.</summary>
    public async Task<ServiceLoop> WedgeAsync()
    {
        var loop = await StartAndLookAsync();
        await PhaseAsync(Phase.Watching);
        Probe.Fails();
        for (var i = 0; i < Policy.Checks[0].FailureThreshold; i++) await LookAfterAsync(15);
        return loop;
    }

    public ImmutableArray<JournalEntry> Entries() => [.. new JournalReader(_folder.Directories.Journal).OldestFirst(new JournalQuery())];

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops) await EndAsync(loop);
        _writer.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ends a loop that may hang: time goes on until it has.</summary>
    public async Task EndAsync(ServiceLoop loop)
    {
        if (!_ended.Add(loop)) return;
        var ended = loop.DisposeAsync().AsTask();
        while (await Task.WhenAny(ended, Task.Delay(20)) != ended) Time.Advance(TimeSpan.FromSeconds(1));
        await ended;
    }

    /// <summary>Counter and memory ride along with the first.</summary>
    internal static CheckConfig Config(CheckPolicy check) => new(check, check.Kind switch
    {
        CheckKind.AcceptLoop => new CounterTarget("/n", "liveness"),
        CheckKind.Memory => new MemoryTarget(1000L << 20, null) { Ride = new Ride("/rss", "liveness") },
        _ => new TcpTarget("127.0.0.1", 1, null),
    });

    private async Task LookAtAsync(TimeSpan due)
    {
        var before = Probe.Starts.Count;
        await TakenInAsync();
        await Time.ArmedAsync(due);
        Time.AdvanceTo(due);
        await Probe.AskedAsync(before + 1);
    }
}
