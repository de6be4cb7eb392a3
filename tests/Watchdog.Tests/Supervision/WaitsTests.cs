using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class WaitsTests
{
    private const string Inline = "tcp 127.0.0.1:1";

    private static readonly CheckPolicy s_deep = new() { Name = "deepHealth", Kind = CheckKind.DeepHealth };
    private static readonly CheckPolicy s_liveness = LoopRig.Liveness;
    private static readonly Observation s_bad = Observation.Fail("deepHealth", "status-5xx", "500");
    private static readonly ServiceState s_waiting = ServiceState.New with { Busy = new BusyState(new BusyLook(1), TimeSpan.Zero) };

    private readonly TestTimeProvider _time = new();
    private readonly FakeProbe _inline;
    private readonly FakeProbe _busy;
    private readonly Watchdog.Tests.Journal.CapturedLog _log = new();
    private List<(ServicePolicy, ServiceState)>? _peers;
    private readonly Waits _waits;

    public WaitsTests()
    {
        (_inline, _busy) = (new FakeProbe(Inline, _time), new FakeProbe("busy", _time));
        _busy.Counts(() => 2);
        var service = new ServiceConfig
        {
            Name = "s",
            Manager = new SystemdConfig("s.service", SystemdScope.System),
            Checks = [],
            Policy = new ServicePolicy { Name = "s", Checks = [s_deep, s_liveness] },
            DependsOn = [new DependencyConfig("db"), new DependencyConfig(Inline)],
        };
        var looker = new Looker("s", new FakeUnit(), [], diagnostician: null, _time, new Watchdog.Tests.Journal.CapturedLog());
        var slots = ImmutableDictionary<string, CheckSlot>.Empty.Add(Inline, Slot(Inline, _inline));
        _waits = new Waits(service, looker, slots, Slot("busy", _busy), name => name == "db" ? _peers : [], new Clock(_time), _log);
    }

    [Fact]
    public async Task Around_PassWhileAllIsWell_AsksNobody()
    {
        Assert.Empty(await AroundAsync(s_deep, Observation.Pass("deepHealth"), ServiceState.New));

        Assert.Empty(_inline.Starts);
        Assert.Empty(_busy.Starts);
    }

    [Fact]
    public async Task Around_FailureThatADependencyMayExplain_BringsNewsOfEach()
    {
        _inline.Fails();
        (_peers ??= []).Add(Peer(UnitState.Failed));

        var news = await AroundAsync(s_deep, s_bad, ServiceState.New);

        Assert.Equal(
            [("db", "not-active"), (Inline, "timeout-first-byte")],
            news.Cast<DependencySeen>().Select(seen => (seen.Name, seen.Down?.Code)));
        Assert.Empty(_busy.Starts);
    }

    [Fact]
    public async Task Around_NoAnswerAtAll_AsksNoDependency() =>
        Assert.Empty(await AroundAsync(s_liveness, Observation.Fail("liveness", "timeout-first-byte", "no answer"), ServiceState.New));

    [Fact]
    public async Task Around_PassWhileOneIsDown_BringsNews()
    {
        var state = ServiceState.New with { Dependencies = [new DependencyState(Inline, default, TimeSpan.Zero)] };

        Assert.All((await AroundAsync(s_liveness, Observation.Pass("liveness"), state)).Cast<DependencySeen>(), seen => Assert.Null(seen.Down));
        Assert.Single(_inline.Starts);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("alert-only")]
    public async Task Around_InlineCheckThatProvesNothing_IsNotDown(string how)
    {
        var seen = how == "unknown" ? Observation.CouldNotLook(Inline, "own-descriptors", "none left") : Observation.Fail(Inline, "unauthorized", "401") with { AlertOnly = true };
        _inline.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(seen));

        Assert.All((await AroundAsync(s_deep, s_bad, ServiceState.New)).Cast<DependencySeen>(), news => Assert.Null(news.Down));
    }

    [Fact]
    public async Task Around_ChecksThatFailTogether_ShareOneLook()
    {
        var answer = new TaskCompletionSource<ProbeAnswer>();
        _inline.OnLook = _ => new ValueTask<ProbeAnswer>(answer.Task);
        var first = AroundAsync(s_deep, s_bad, ServiceState.New);
        var second = AroundAsync(s_deep, s_bad, ServiceState.New);
        answer.SetResult(new ProbeAnswer(Observation.Fail(Inline, "refused", "nobody listens")));

        Assert.Equal((await first).AsEnumerable(), await second);
        Assert.Single(_inline.Starts);
    }

    [Fact]
    public async Task Around_TemplateWithAnInstanceThatIsUp_IsUp()
    {
        (_peers ??= []).AddRange([Peer(UnitState.Failed), Peer(UnitState.Active)]);
        Assert.Null((await AroundAsync(s_deep, s_bad, ServiceState.New)).OfType<DependencySeen>().First().Down);
    }

    /// <summary>systemd forgets an instance that was stopped.</summary>
    [Fact]
    public async Task Around_TemplateWithoutInstances_IsDownWhereThatIsKnown()
    {
        _peers = [];
        Assert.Equal("no-instance", (await AroundAsync(s_deep, s_bad, ServiceState.New)).OfType<DependencySeen>().First().Down?.Code);

        _peers = null;
        Assert.Null((await AroundAsync(s_deep, s_bad, ServiceState.New)).OfType<DependencySeen>().First().Down);
    }

    [Fact]
    public async Task Around_DependencyThatCannotBeLookedAt_IsToldOnce()
    {
        _inline.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.CouldNotLook(Inline, "not-found", "there is no command 'x'")));
        for (var i = 0; i < 3; i++) await AroundAsync(s_deep, s_bad, ServiceState.New);

        Assert.Contains("not-found: there is no command 'x'", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Around_PeerOutOfSight_IsNotKnownToBeDown()
    {
        (_peers ??= []).Add((new ServicePolicy { Name = "db" }, ServiceState.New));
        Assert.Null((await AroundAsync(s_deep, s_bad, ServiceState.New)).OfType<DependencySeen>().First().Down);
    }

    [Fact]
    public async Task Around_FailureWhileWorkIsWaitedFor_AsksForIt()
    {
        Assert.Equal(new BusySeen(new BusyLook(2)), (await AroundAsync(s_deep, s_bad, s_waiting)).Last());

        _busy.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Fail("busy", "timeout", "no answer in 3 s")));
        Assert.Equal(new BusySeen(new BusyLook(null, new Reason("timeout", "no answer in 3 s"))), (await AroundAsync(s_deep, s_bad, s_waiting)).Last());
    }

    [Theory]
    [InlineData(true, 2.0)]
    [InlineData(false, null)]
    public async Task AtLastLook_AsksForWorkOnlyWhereTheJudgementWantsIt(bool ask, double? count)
    {
        var state = ServiceState.New with { Checks = [new CheckState { Check = "deepHealth", Reason = s_bad.Reason }] };
        var look = await _waits.AtLastLookAsync(new BeginAction(1, Intent.RestartIfHung, "deepHealth", default) { AskBusy = ask }, state, CancellationToken.None);

        Assert.Equal((count, 2), (look.Busy?.Count, look.Dependencies.Length));
        Assert.Equal(ask ? 1 : 0, _busy.Starts.Count);
    }

    [Fact]
    public async Task AtLastLook_OfAHardWedge_AsksNobody()
    {
        var state = ServiceState.New with { Checks = [new CheckState { Check = "liveness", Reason = new Reason("timeout-first-byte", "no answer") }] };
        var look = await _waits.AtLastLookAsync(new BeginAction(1, Intent.RestartIfHung, "liveness", default), state, CancellationToken.None);

        Assert.Equal((null, 0), (look.Busy, look.Dependencies.Length));
        Assert.Empty(_inline.Starts);
    }

    [Fact]
    public async Task Loop_SoftFailureWithADependencyDown_HearsOfItBeforeTheLookAndHolds()
    {
        _inline.Fails();
        await using var rig = new LoopRig(LoopRig.Liveness with { Kind = CheckKind.DeepHealth });
        rig.Policy = rig.Policy with { DependsOn = ["db", Inline] };
        rig.Waits = _waits;
        await rig.StartAndLookAsync();
        rig.Probe.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(s_bad with { Check = "liveness" }));
        for (var i = 0; i < 3; i++) await rig.LookAfterAsync(15);
        await rig.PhaseAsync(Phase.Holding);

        Assert.Equal((Hold.Dependency, 0), (rig.State.Hold, rig.Unit.Orders));
        var inputs = rig.Entries().Select(entry => entry.Input).Where(input => input is DependencySeen or Observed { Observation.Look: Look.Failed }).ToList();
        Assert.IsType<DependencySeen>(inputs[0]);
        Assert.Contains(rig.Entries(), entry => entry.Decisions.Any(decision => decision is NotActing { Reason.Code: "dependency" }));
    }

    private Task<ImmutableArray<Input>> AroundAsync(CheckPolicy check, Observation seen, ServiceState state) =>
        _waits.AroundAsync(check, seen, state, CancellationToken.None).AsTask();

    private static (ServicePolicy, ServiceState) Peer(UnitState state) =>
        (new ServicePolicy { Name = "db" }, ServiceState.New with { Unit = new UnitStatus { State = state } });

    private static CheckSlot Slot(string name, IProbe probe) =>
        new(new CheckConfig(new CheckPolicy { Name = name, Kind = CheckKind.Custom, Timeout = Waits.Deadline }, new TcpTarget("127.0.0.1", 1, null)), probe, []);
}
