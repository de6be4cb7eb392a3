using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class CadenceTests
{
    [Theory]
    [InlineData(Phase.Starting, 0, false, 5)]
    [InlineData(Phase.Verifying, 9, true, 5)]
    [InlineData(Phase.Watching, 0, false, 60)]
    [InlineData(Phase.Suspect, 1, false, 15)]
    [InlineData(Phase.Suspect, 3, true, 60)]
    [InlineData(Phase.Suspect, 6, true, 120)]
    [InlineData(Phase.Holding, 9, true, 180)]
    [InlineData(Phase.Holding, 1000, true, 240)]
    [InlineData(Phase.Acting, 5, true, 15)]
    public void Interval_OfADeepCheck_FollowsHaproxy(Phase phase, int failures, bool unhealthy, int seconds)
    {
        var state = ServiceState.New with
        {
            Phase = phase,
            Checks = [new CheckState { Check = Deep, Failures = failures, Unhealthy = unhealthy }],
        };
        Assert.Equal(S(seconds), Cadence.Interval(Check(Deep), state));
    }

    [Fact]
    public void Interval_ShorterThanTheFastOne_IsKept()
    {
        var check = Check(Liveness) with { Interval = S(2) };
        Assert.Equal(S(2), Cadence.Interval(check, ServiceState.New));
    }
}
