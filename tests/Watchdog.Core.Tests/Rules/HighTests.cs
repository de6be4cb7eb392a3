using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class HighTests
{
    private const double MiB = 1 << 20;

    [Fact]
    public void Pass_AboveWarnAt_IsSaidOnceAndNeverActedUpon()
    {
        var desk = Fat();
        desk.Give(Memory(799));
        Assert.True(desk.Ignored);

        desk.Give(Memory(810));
        var alert = Assert.IsType<Alert>(Assert.Single(desk.Fell));
        Assert.Equal((AlertLevel.Warning, new Reason("memory-high", "memory: 810 MiB of 1000 MiB (81 %), above 80 %")), (alert.Level, alert.Reason));
        Assert.Equal(Phase.Watching, desk.State.Phase);

        for (var i = 0; i < 1000; i++)
        {
            desk.After(S(15)).Give(Memory(760 + (i % 200)));
            Assert.True(desk.Ignored);
        }

        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Pass_WellBelowAgain_TakesItBackAndMaySayItAnew()
    {
        var desk = Fat();
        desk.Give(Memory(900)).Give(Memory(750));
        Assert.NotNull(desk.State.Check(Any.Memory).High);
        desk.Give(Memory(749));
        Assert.Null(desk.State.Check(Any.Memory).High);
        Assert.Empty(desk.State.Alerted);

        desk.Give(Memory(900));
        Assert.Equal("Warning memory-high", desk.Said);
    }

    [Fact]
    public void Fail_OverTheLimit_IsSaidBeforeItIsActedUpon()
    {
        var desk = Fat();
        desk.Give(new Observed(Observation.Fail(Any.Memory, "memory-over-limit", "1001 MiB of 1000 MiB") with { Number = 1001 * MiB, Limit = 1000 * MiB }));
        Assert.StartsWith("Warning memory-high; ", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Pass_WithoutWarnAt_SaysNothing()
    {
        var desk = Desk.Watching(Liveness, Any.Memory);
        desk.Give(Memory(999));
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void Seen_NewInstance_StartsAnew()
    {
        var desk = Fat();
        desk.Give(Memory(900)).Give(new TrendSeen(Any.Memory, "reaches 1000 MiB in about 3 h"));
        Assert.Equal(["memory-high/memory", "memory-climbs/memory"], desk.State.Alerted.AsEnumerable());
        desk.Seen(Any.Unit("b"));
        Assert.Empty(desk.State.Alerted);
    }

    [Fact]
    public void Trend_SeenThenOver_StandsThatLong()
    {
        var desk = Fat();
        desk.Give(new TrendSeen(Any.Memory, "reaches 1000 MiB in about 3 h"));
        var alert = Assert.IsType<Alert>(Assert.Single(desk.Fell));
        Assert.Equal((AlertLevel.Warning, "memory-climbs: memory reaches 1000 MiB in about 3 h"), (alert.Level, alert.Reason.ToString()));
        desk.Give(Memory(500));
        Assert.True(desk.Ignored);
        desk.Give(new TrendSeen(Any.Memory, null));
        Assert.Equal(("", 0), (desk.Said, desk.State.Alerted.Length));
        Assert.True(desk.Give(new TrendSeen("gone", "reaches")).Ignored);
    }

    [Fact]
    public void Resumed_ClimbThatWasTold_IsForgottenWithItsSamples()
    {
        var desk = Fat();
        desk.Give(new TrendSeen(Any.Memory, "reaches 1000 MiB in about 3 h")).Give(new Resumed("the daemon started"));
        Assert.Empty(desk.State.Alerted);
    }

    private static Desk Fat()
    {
        var policy = Policy(Liveness, Any.Memory);
        return Desk.Watching(policy with { Checks = policy.Checks.SetItem(1, policy.Checks[1] with { WarnAt = 80 }) });
    }

    private static Observed Memory(double mebibytes) => new(Observation.Pass(Any.Memory) with { Number = mebibytes * MiB, Limit = 1000 * MiB });
}
