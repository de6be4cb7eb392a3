using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Reporting;

namespace Watchdog.Tests.Reporting;

/// <summary>What no restart mends, and what is not restarted, beside what is.</summary>
public sealed class StandingTrackTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Reason s_why = new("timeout", "no answer in 10 s");

    private readonly TimeSheet _sheet = new(new Period(s_start, s_start.AddHours(10)));
    private readonly StandingTrack _track;

    public StandingTrackTests()
    {
        _track = new StandingTrack(_sheet);
        Take(0, new Resumed("the daemon started"), new Moved(Phase.Starting, Phase.Watching, s_why));
    }

    [Fact]
    public void Take_RecoveredWhileAnotherCheckFailsInAWayThatNoRestartMends_IsUp()
    {
        Take(10, new Observed(Observation.Fail("liveness", "timeout", "no answer")), new Moved(Phase.Watching, Phase.Suspect, s_why));
        Take(11, new LastLookEnded(1, null, null), new Restart(1, Intent.RestartIfHung, s_why));
        Take(12, new UnitSeen(Support.FakeUnit.Active("two")), new Started(StartKind.Ours, "two", s_why));
        Take(13, new Observed(Login), new Alert(AlertLevel.Info, new Reason(Recovery.Recovered, "well again")), new Moved(Phase.Acting, Phase.Suspect, s_why));
        LoginUntil(120);

        Assert.Equal((3, 117), Minutes(120));
    }

    [Theory]
    [InlineData(RestartResult.Denied, 0)]
    [InlineData(RestartResult.Refused, 0)]
    [InlineData(RestartResult.Displaced, 0)]
    [InlineData(RestartResult.Failed, 109)]
    public void Take_ARestartThatIsNotTaken_IsNoTimeDownBeyondItself(RestartResult result, int down)
    {
        Take(10, new LastLookEnded(1, null, null), new Restart(1, Intent.RestartIfHung, s_why));
        Take(11, new RestartEnded(1, new RestartOutcome(result, s_why)), new Moved(Phase.Acting, Phase.Suspect, s_why));
        LoginUntil(120);

        Assert.Equal((down + 1, 120 - down - 1), Minutes(120));
    }

    [Fact]
    public void Take_AnOutageThatIsOnlyAlertedOn_GoesOnAfterTheDaemonWasAway()
    {
        var failed = new Observed(Observation.Fail("deep", "timeout", "no answer"));
        Take(10, failed);
        Take(12, failed, new Alert(AlertLevel.Warning, new Reason("unhealthy", "deep fails")));
        Take(20, new Resumed("the daemon started"));
        for (var minute = 20; minute <= 120; minute += 5) Take(minute, failed);

        var (down, up) = Minutes(120);
        Assert.Equal((102, 10), (down, up));
        Assert.Equal(TimeSpan.FromMinutes(8), _sheet[Standing.Unwatched]);
    }

    private static Observation Login => Observation.Fail("login", "status-401", "401 Unauthorized") with { AlertOnly = true };

    private void LoginUntil(int end)
    {
        for (var minute = 15; minute < end; minute += 5) Take(minute, new Observed(Login));
    }

    private void Take(int minute, Input input, params Decision[] decisions) =>
        _track.Take(new JournalEntry { At = s_start.AddMinutes(minute), Up = TimeSpan.FromMinutes(minute), Service = "web", Input = input, Decisions = [.. decisions] });

    private (int Down, int Up) Minutes(int until)
    {
        _track.End(s_start.AddMinutes(until));
        return ((int)_sheet[Standing.Down].TotalMinutes, (int)_sheet[Standing.Up].TotalMinutes);
    }
}
