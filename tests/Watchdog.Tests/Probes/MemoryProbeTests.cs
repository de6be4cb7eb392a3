using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

public sealed class MemoryProbeTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(2000 * MiB, null, "ok")]
    [InlineData(2000 * MiB + 1, null, "memory-over-limit: 2000 MiB of 2000 MiB")]
    [InlineData(2150 * MiB, 100 * MiB, "memory-over-limit: 2.1 GiB of 2000 MiB")]
    public async Task Look_LimitInBytes_ComparesWithIt(long bytes, long? unitLimit, string reason)
    {
        var seen = await SeeAsync(new MemoryTarget(2000 * MiB, null), new MemoryLook(bytes, unitLimit, default));

        Assert.Equal(reason, seen.Reason.ToString());
        Assert.Equal(bytes, seen.Number);
        Assert.Equal(reason == "ok" ? Look.Passed : Look.Failed, seen.Look);
    }

    [Theory]
    [InlineData(801, 1000L, "memory-over-limit: 801 MiB of 800 MiB (80 % of the unit's own limit)")]
    [InlineData(800, 1000L, "ok")]
    [InlineData(3201, null, "memory-over-limit: 3.1 GiB of 3.1 GiB (80 % of the machine's memory)")]
    [InlineData(3200, null, "ok")]
    public async Task Look_LimitInPercent_IsOfTheUnitsLimitElseOfTheMachines(long mebibytes, long? unitLimit, string reason) =>
        Assert.Equal(reason, (await SeeAsync(new MemoryTarget(null, 80), new MemoryLook(mebibytes * MiB, unitLimit * MiB, default))).Reason.ToString());

    [Fact]
    public async Task Look_Unreadable_IsUnknownForItsReason()
    {
        var unseen = await SeeAsync(new MemoryTarget(MiB, null), new MemoryLook(null, null, new Reason("bus-lost", "no bus")));
        var silent = await SeeAsync(new MemoryTarget(MiB, null), default);

        Assert.Equal((Look.Unknown, "bus-lost: no bus"), (unseen.Look, unseen.Reason.ToString()));
        Assert.Equal((Look.Unknown, ProbeCodes.MemoryUnreadable), (silent.Look, silent.Reason.Code));
        Assert.Null(unseen.Number);
    }

    [Fact]
    public async Task Look_ManagerThatNeverAnswers_IsUnknownAtTheDeadline()
    {
        var never = new TaskCompletionSource<MemoryLook>();
        var probe = new MemoryProbe(ProbeRig.Policy(ProbeRig.Deadline), new MemoryTarget(1, null), new Unit(never.Task), () => 1, TimeProvider.System);

        var seen = (await probe.LookAsync(ProbeRig.Deadline, default)).Observation;

        Assert.Equal((Look.Unknown, "memory-unreadable: the manager did not tell the memory in 400 ms"), (seen.Look, seen.Reason.ToString()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.LookAsync(new CancellationToken(true)).AsTask());
    }

    [Fact]
    public void Create_EachTarget_HasItsProbe()
    {
        using var factory = new ProbeFactory(TimeProvider.System);
        var unit = new Unit(Task.FromResult(default(MemoryLook)));

        IProbe? Create(CheckTarget target) => factory.Create(new CheckConfig(ProbeRig.Policy(), target), unit, []);

        Assert.IsType<HttpProbe>(Create(new HttpTarget { Url = new Uri("http://a/") }));
        Assert.IsType<TcpProbe>(Create(new TcpTarget("a", 1, null)));
        Assert.IsType<CommandProbe>(Create(new CommandTarget(["true"])));
        Assert.IsType<MemoryProbe>(Create(new MemoryTarget(1, null)));
        Assert.Null(Create(new CounterTarget("/n", "liveness")));
    }

    private static async Task<Observation> SeeAsync(MemoryTarget target, MemoryLook look)
    {
        var unit = new Unit(Task.FromResult(look));
        return (await new MemoryProbe(ProbeRig.Policy(), target, unit, () => 4000 * MiB, TimeProvider.System).LookAsync(default)).Observation;
    }

    private sealed class Unit(Task<MemoryLook> memory) : IManagedUnit
    {
        public string Name => "a.service";

        public ValueTask<UnitLook> LookAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel) => new(memory);

        public IDisposable Subscribe(Action changed) => throw new NotSupportedException();
    }
}
