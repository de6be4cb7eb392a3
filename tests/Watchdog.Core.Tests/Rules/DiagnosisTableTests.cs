namespace Watchdog.Core.Tests.Rules;

public class DiagnosisTableTests
{
    private static readonly Signals s_ours = new() { Listening = Listening.Ours, Waiting = 0, WaitingLimit = 16, Activity = ProcessActivity.Working };

    /// <summary>Four wait, and nobody took any.</summary>
    private static readonly Signals s_standing = s_ours with { Waiting = 4, IsMoving = false };

    public static TheoryData<string, Signals, Meaning, string> Rows() => new()
    {
        // Connects, no bytes, the backlog grows
        { "timeout-first-byte", s_standing with { KeptAlive = KeptAlive.Answers, CounterRise = 0 }, Meaning.Wedged, "accept-wedged" },
        { "timeout-first-byte", s_standing with { KeptAlive = KeptAlive.Answers }, Meaning.Wedged, "accept-wedged" },
        { "timeout-first-byte", s_standing with { KeptAlive = KeptAlive.Answers, CounterRise = 40_000 }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_standing with { Descriptors = 1024, DescriptorLimit = 1024, Activity = ProcessActivity.Burning }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_standing with { Descriptors = 1023, DescriptorLimit = 1024 }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_standing with { IsMoving = true, Descriptors = 1024, DescriptorLimit = 1024, Activity = ProcessActivity.Burning }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_ours with { Descriptors = 1024, DescriptorLimit = 1024, Activity = ProcessActivity.Burning }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_ours with { Descriptors = 1024, DescriptorLimit = 1024 }, Meaning.Uncorroborated, "accepted-silent" },
        { "timeout-first-byte", s_standing with { IsMoving = true, KeptAlive = KeptAlive.Answers, CounterRise = 400_000, Activity = ProcessActivity.Burning }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_standing with { IsMoving = true, Descriptors = 1024, DescriptorLimit = 1024 }, Meaning.Overloaded, "overloaded" },
        { "timeout-first-byte", s_standing with { IsMoving = true, KeptAlive = KeptAlive.Answers, CounterRise = 400, Activity = ProcessActivity.Burning }, Meaning.Overloaded, "overloaded" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Stopped }, Meaning.Wedged, "stopped" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Stopped, KeptAlive = KeptAlive.Silent }, Meaning.Wedged, "stopped" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Burning }, Meaning.Wedged, "spinning" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Burning, KeptAlive = KeptAlive.Silent }, Meaning.Wedged, "spinning" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Idle, KeptAlive = KeptAlive.Silent }, Meaning.Wedged, "deadlocked" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Idle }, Meaning.Wedged, "not-accepting" },
        { "timeout-first-byte", s_standing, Meaning.Wedged, "not-accepting" },
        { "timeout-tls", s_standing, Meaning.Wedged, "not-accepting" },
        { "timeout-first-byte", s_standing with { IsMoving = null }, Meaning.Uncorroborated, "backlog-waits" },
        { "timeout-first-byte", s_standing with { IsMoving = null, Descriptors = 1024, DescriptorLimit = 1024 }, Meaning.Wedged, "accept-spins" },
        { "timeout-first-byte", s_standing with { IsMoving = null, Activity = ProcessActivity.Stopped }, Meaning.Wedged, "stopped" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Unseen }, Meaning.Wedged, "not-accepting" },

        // The connect times out
        { "timeout-connect", s_standing with { Waiting = 17 }, Meaning.Wedged, "backlog-full" },
        { "timeout-connect", s_standing with { Waiting = 17, IsMoving = true }, Meaning.Overloaded, "overloaded" },
        { "timeout-connect", s_ours, Meaning.Uncorroborated, "connections-lost" },

        // Nothing else speaks for a wedge
        { "timeout-first-byte", s_ours, Meaning.Uncorroborated, "accepted-silent" },
        { "timeout-first-byte", s_ours with { Activity = ProcessActivity.Idle }, Meaning.Uncorroborated, "accepted-silent" },
        { "timeout-first-byte", s_ours with { Activity = ProcessActivity.Burning }, Meaning.Uncorroborated, "accepted-silent" },
        { "timeout-headers", s_ours, Meaning.Uncorroborated, "halting" },
        { "timeout-last-byte", s_ours, Meaning.Uncorroborated, "halting" },
        { "timeout-last-byte", s_ours with { Activity = ProcessActivity.Stopped }, Meaning.Wedged, "stopped" },

        // Slow, or more to do than it can
        { "timeout-first-byte", s_standing with { IsMoving = true }, Meaning.Overloaded, "overloaded" },
        { "late", s_ours, Meaning.Overloaded, "overloaded" },
        { "timeout-first-byte", s_standing with { Activity = ProcessActivity.Uninterruptible }, Meaning.Overloaded, "stuck-in-kernel" },
        { "timeout-last-byte", s_ours with { Activity = ProcessActivity.Uninterruptible }, Meaning.Overloaded, "stuck-in-kernel" },

        // The worker pool
        { "status-503-empty", s_ours with { InUse = 0, LeftOpen = 4 }, Meaning.Thresholds, "pool-stuck" },
        { "status-503-empty", s_ours with { InUse = 4, LeftOpen = 4 }, Meaning.Thresholds, "pool-stuck" },
        { "status-503-empty", s_ours with { InUse = 4, LeftOpen = 0 }, Meaning.PoolHeld, "pool-held" },
        { "status-503-empty", s_ours with { InUse = 5, LeftOpen = 4 }, Meaning.PoolHeld, "pool-held" },
        { "status-503-empty", s_ours with { InUse = 0, LeftOpen = 0 }, Meaning.Thresholds, "pool-full" },
        { "status-503-empty", s_ours, Meaning.Thresholds, "pool-full" },

        // Refused
        { "refused", s_ours with { Listening = Listening.Nobody, Waiting = null }, Meaning.Thresholds, "not-listening" },

        // Any answer, from a listener that is not ours
        { "refused", s_ours with { Listening = Listening.Other, Holder = "PID 7 (nc) of no unit" }, Meaning.NotOurs, "foreign-listener" },
        { "not-found", s_ours with { Listening = Listening.Other, IsOrphan = true, Holder = "PID 7 (web)" }, Meaning.NotOurs, "orphan-listener" },
        { "timeout-first-byte", s_standing with { Listening = Listening.Other, Activity = ProcessActivity.Stopped }, Meaning.NotOurs, "foreign-listener" },
        { "", s_ours with { Listening = Listening.Other }, Meaning.NotOurs, "foreign-listener" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Of_LookAndSignals_MeansAsTheTableSays(string look, Signals seen, Meaning meaning, string code)
    {
        var made = DiagnosisTable.Of(new Reason(look, "the look's own sentence"), seen);
        Assert.Equal((meaning, code), (made!.Value.Meaning, made.Value.Reason.Code));
        Assert.NotEmpty(made.Value.Reason.Sentence);
    }

    /// <summary>Where no signal can be had, or the answer says enough, the check's own thresholds and reason stand.</summary>
    [Theory]
    [InlineData("timeout-first-byte")]
    [InlineData("timeout-connect")]
    [InlineData("timeout-last-byte")]
    [InlineData("timeout")]
    [InlineData("refused")]
    [InlineData("status-5xx")]
    [InlineData("")]
    public void Of_NothingSeen_SaysNothing(string look) => Assert.Null(DiagnosisTable.Of(new Reason(look, "no answer"), new Signals()));

    [Theory]
    [InlineData("status-503")]
    [InlineData("status-5xx")]
    [InlineData("reset")]
    [InlineData("json-mismatch")]
    [InlineData("unauthorized")]
    public void Of_AWrongAnswerFromTheUnit_SaysNothing(string look) => Assert.Null(DiagnosisTable.Of(new Reason(look, "wrong"), s_ours));
}
