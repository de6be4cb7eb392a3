using Watchdog.Core;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

/// <summary>Numbers that ride along with another check's answer, and the way that one takes.</summary>
public sealed class RidersTests
{
    private const double MiB = 1 << 20;

    private static readonly DateTimeOffset s_at = new(2026, 11, 21, 22, 22, 42, TimeSpan.Zero);

    private static readonly CheckPolicy s_memory = new() { Name = "memory", Kind = CheckKind.Memory, FailureThreshold = 1, WarnAt = 80 };

    [Fact]
    public async Task Ridden_TwoRiders_AreReadFromOneAnswer()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, LoopRig.Counter, s_memory);
        var (keeper, slot) = (rig.NewKeeper(), rig.NewLooker().Slots[0]);

        Assert.Equal(["memory passed ok"], Said(keeper, slot, 1, 500 * MiB));
        Assert.Equal(["acceptLoop passed ok", "memory failed memory-over-limit"], Said(keeper, slot, 2, 1001 * MiB));
        Assert.Equal(["acceptLoop failed counter-flat", "memory unknown not-a-number"], Said(keeper, slot, 2, -1));
        Assert.Equal(["acceptLoop unknown json-missing", "memory unknown json-missing"], Said(keeper, slot, null, null));
        Assert.Empty(Said(keeper, slot, null, null, Look.Failed));
        Assert.Equal(["acceptLoop passed ok"], Said(keeper, slot, 3, null, Look.Failed));
        Assert.All(slot.Riders, rider => Assert.True(slot.Tells(rider.Policy.Name)));
    }

    [Fact]
    public async Task Ridden_NumberThatFails_IsRememberedAmongTheFailedLooks()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, LoopRig.Counter, s_memory);
        var (keeper, slot) = (rig.NewKeeper(), rig.NewLooker().Slots[0]);
        Said(keeper, slot, 1, 500 * MiB);
        Said(keeper, slot, 2, 1001 * MiB);

        var (text, failed) = slot.Transcripts.Write("liveness", static body => body);

        Assert.Equal(1, failed);
        Assert.Contains("\n-- 2026-11-21 22:22:42.000 UTC, after 0 ms: memory, in its answer: memory-over-limit: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peek_CauseThatRides_IsReadWithoutBeingRemembered()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, LoopRig.Counter, s_memory);
        var (keeper, slot) = (rig.NewKeeper(), rig.NewLooker().Slots[0]);
        Said(keeper, slot, 5, 1);

        Assert.Equal("memory-over-limit", keeper.Peek("memory", slot, Answer(6, 2000 * MiB))!.Reason.Code);
        Assert.Equal(Look.Passed, keeper.Peek("memory", slot, Answer(6, MiB))!.Look);
        Assert.Equal("counter-flat", keeper.Peek("acceptLoop", slot, Answer(5, MiB))!.Reason.Code);
        Assert.Equal(Look.Passed, keeper.Peek("acceptLoop", slot, Answer(6, MiB))!.Look);

        // A server that does not answer counts no more; how much memory it has, nobody can tell.
        Assert.Equal((Look.Failed, "acceptLoop"), (keeper.Peek("acceptLoop", slot, Answer(null, null, Look.Failed))!.Look, keeper.Peek("acceptLoop", slot, Answer(null, null, Look.Failed))!.Check));
        Assert.Null(keeper.Peek("memory", slot, Answer(null, null, Look.Failed)));
    }

    [Fact]
    public async Task OneShot_AnswerWithoutTheNumber_CouldNotLookAsInTheDaemon()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, s_memory);
        rig.Probe.OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Pass("liveness"), [new NumberReading(null, new Reason("json-missing", "nothing stands at /rss"))]));
        var (keeper, looker) = (rig.NewKeeper(), rig.NewLooker());

        await new OneShotRound(keeper, looker, new Actor(keeper, rig.Unit, looker, rig.Clock, rig.Log), rig.Clock).RunAsync(CancellationToken.None);
        await rig.StartAndLookAsync();

        Assert.Equal(("json-missing", "json-missing"), (keeper.State.Check("memory").Reason.Code, rig.State.Check("memory").Reason.Code));
    }

    [Fact]
    public async Task Take_SteadyClimb_IsToldOnceWithdrawnAndReplays()
    {
        await using var rig = new LoopRig(LoopRig.Liveness, s_memory);
        var keeper = rig.NewKeeper();
        keeper.Take(new UnitSeen(FakeUnit.Active("one")), rig.Clock.Now);
        for (var i = 0; i < 3; i++) keeper.Take(new Observed(Observation.Pass("liveness")), rig.Clock.Now);

        var told = Climb(240, minute => 300 + minute);
        var inputs = Inputs();
        var stood = Climb(60, minute => 540 + minute);

        Assert.StartsWith("memory reaches 1000 MiB in about ", Assert.Single(told).Reason.Sentence, StringComparison.Ordinal);
        Assert.Empty(stood);
        Assert.Equal(inputs, Inputs());
        Assert.NotNull(keeper.State.Check("memory").Trend);

        Climb(5, _ => 300);
        Assert.Null(keeper.State.Check("memory").Trend);
        Assert.Empty(keeper.State.Alerted);

        var state = ServiceState.New;
        foreach (var entry in rig.Entries())
        {
            if (entry.Input is not { } input) continue;
            var step = Supervisor.Advance(rig.Policy, state, input, new Moment(entry.Up, entry.At));
            Assert.Equal(entry.Decisions.AsEnumerable(), step.Decisions);
            state = step.State;
        }

        Assert.Equal(AnyValue.Dump(keeper.State), AnyValue.Dump(state));

        int Inputs() => rig.Entries().Count(entry => entry.Input is not null);

        List<Alert> Climb(int minutes, Func<int, double> mebibytes)
        {
            var alerts = new List<Alert>();
            for (var i = 0; i < minutes; i++)
            {
                rig.Time.Advance(TimeSpan.FromMinutes(1));
                var seen = Observation.Pass("memory") with { Instance = "one", Number = mebibytes(i) * MiB, Limit = 1000 * MiB };
                alerts.AddRange(keeper.Take(new Observed(seen), rig.Clock.Now).OfType<Alert>());
            }

            return alerts;
        }
    }

    private static IEnumerable<string> Said(Keeper keeper, CheckSlot slot, double? counter, double? memory, Look host = Look.Passed)
    {
        var seen = keeper.Ridden(slot, Readings(counter, memory), Host(host), s_at).ToList();
        Assert.All(seen, one => Assert.Equal("one", one.Instance));
        return seen.Select(one => $"{one.Check} {one.Look.ToString().ToLowerInvariant()} {one.Reason.Code}");
    }

    private static ProbeAnswer Answer(double? counter, double? memory, Look host = Look.Passed) => new(Host(host), [.. Readings(counter, memory)]);

    private static System.Collections.Immutable.ImmutableArray<NumberReading> Readings(double? counter, double? memory) => [Reading(counter), Reading(memory)];

    private static NumberReading Reading(double? value) => new(value, value is null ? new Reason("json-missing", "nothing stands there") : default);

    private static Observation Host(Look look) => new Observation("liveness", look, new Reason("x", "y")) with { Instance = "one" };
}
