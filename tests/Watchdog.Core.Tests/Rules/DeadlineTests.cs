using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class DeadlineTests
{
    private static readonly CheckPolicy s_policy = Check(Liveness) with { Interval = S(2), Timeout = S(10) };

    private static CheckState Failing(Meaning? meaning, int failures, string code = "timeout-first-byte", double since = 0) => new()
    {
        Check = Liveness,
        Failures = failures,
        FailingSince = S(since),
        Reason = new Reason(code, ""),
        Diagnosis = meaning is { } means ? new Diagnosis(means, default, default) : null,
    };

    [Theory]
    [InlineData(null, 0, 0.2, 10)]          // healthy, or not diagnosed: its own
    [InlineData(null, 2, 0.2, 10)]
    [InlineData(Meaning.Wedged, 1, 0.02, 1)]        // never under 1 s
    [InlineData(Meaning.Wedged, 1, 0.6, 2.4)]
    [InlineData(Meaning.Wedged, 1, 4.0, 10)]        // never above its own
    [InlineData(Meaning.Wedged, 1, null, 10)]       // never seen well: nothing to go by
    [InlineData(Meaning.Uncorroborated, 1, 0.2, 10)]
    [InlineData(Meaning.Uncorroborated, 3, 0.2, 30)]        // past its threshold: a late answer is overload
    [InlineData(Meaning.Overloaded, 3, 0.2, 30)]
    [InlineData(Meaning.Thresholds, 3, 0.2, 10)]
    public void Deadline_OfADiagnosis_IsShorterOrLonger(Meaning? meaning, int failures, double? healthy, double expected) =>
        Assert.Equal(S(expected), Cadence.Deadline(s_policy, Failing(meaning, failures), healthy is { } took ? S(took) : null));

    [Fact]
    public void Deadline_WedgedButAnsweringWrongly_IsItsOwn() =>
        Assert.Equal(S(10), Cadence.Deadline(s_policy, Failing(Meaning.Wedged, 1, "reset"), S(0.2)));

    /// <summary>However the looks fall, one that stands still for less than 15 s is looked at after it goes on.</summary>
    [Theory]
    [InlineData(11, 4)]
    [InlineData(14.5, 1)]
    [InlineData(40, 1)]
    public void LastDeadline_StandingStill_ReachesTo15Seconds(double now, double expected) =>
        Assert.Equal(S(expected), Cadence.LastDeadline(s_policy, Failing(Meaning.Wedged, 3), S(0.02), S(now)));

    /// <summary>Who asks for less than that by thresholds of its own gets it, but for 5 s.</summary>
    [Theory]
    [InlineData(3, 3, 6)]       // 3 looks of 3 s
    [InlineData(3, 8, 1)]
    [InlineData(1, 3, 2)]
    [InlineData(1, 4.5, 1)]
    public void LastDeadline_ThresholdsOfLess_ReachesToTheirs(double every, double now, double expected)
    {
        var impatient = s_policy with { Interval = S(every), Timeout = S(every) };
        Assert.Equal(S(expected), Cadence.LastDeadline(impatient, Failing(Meaning.Wedged, 3), S(0.02), S(now)));
    }
}
