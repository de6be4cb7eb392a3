using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Reporting;

namespace Watchdog.Tests.Reporting;

/// <summary>What no restart mends, and what is not restarted, beside what is.</summary>
public sealed class StandingTrackTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Reason s_why = new("timeout", "no answer in 10 s");
    private static readonly Observed s_failed = new(Observation.Fail("deep", "timeout", "no answer"));

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
        Outage(10);
        Take(20, new Resumed("the daemon started"));
        for (var minute = 20; minute <= 120; minute += 5) Take(minute, s_failed);

        var (down, up) = Minutes(120);
        Assert.Equal((102, 10), (down, up));
        Assert.Equal(TimeSpan.FromMinutes(8), _sheet[Standing.Unwatched]);
    }

    [Fact]
    public void Take_ARestartWhoseNewRunServesAndIsNotProven_IsDownUntilItServes()
    {
        var over = new Observed(Observation.Fail("memory", "memory-over-limit", "2.1 GiB") with { Number = 21, Limit = 20 });
        Restart(10);
        Take(12, over, new Moved(Phase.Verifying, Phase.Suspect, s_why));
        for (var minute = 15; minute < 120; minute += 5) Take(minute, over);

        Assert.Equal((2, 118), Minutes(120));
    }

    [Fact]
    public void Take_ARestartWhoseNewRunDoesNotServe_IsDownUntilItDoes()
    {
        Restart(10);
        Take(12, s_failed, new Moved(Phase.Verifying, Phase.Suspect, s_why));
        Take(20, new Observed(Observation.Pass("deep")));
        LoginUntil(120);

        Assert.Equal((10, 110), Minutes(120));
    }

    [Fact]
    public void Take_OneLookThatPassesInAnOutage_IsAllThatWasUpOfIt()
    {
        Outage(10);
        Take(20, new Observed(Observation.Pass("deep")));
        for (var minute = 21; minute <= 120; minute += 3) Take(minute, s_failed);

        Assert.Equal((109, 11), Minutes(120));
    }

    [Fact]
    public void Take_AFailureAfterAnOutageThatIsOver_IsNone()
    {
        Outage(10);
        _track.Passed("deep", s_start.AddMinutes(20), s_start.AddMinutes(25), 20);
        Take(30, s_failed);
        Take(31, new Observed(Observation.Pass("deep")));
        LoginUntil(120);

        Assert.Equal((10, 110), Minutes(120));
    }

    [Fact]
    public void Begin_HeldSinceLongBefore_IsDownWhileItFails()
    {
        var (sheet, failed) = (new TimeSheet(new Period(s_start, s_start.AddHours(2))), new JournalEntry { At = s_start, Up = default, Service = "web", Input = s_failed });
        var track = new StandingTrack(sheet);
        track.Begin(Phase.Holding, s_start.AddDays(-30));
        for (var minute = 0; minute < 120; minute += 5) track.Take(failed with { At = s_start.AddMinutes(minute) });
        track.End(s_start.AddHours(2));

        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.Zero), (sheet[Standing.Down], sheet[Standing.Unwatched]));
    }

    /// <summary>The line that would have said when was lost, on a full disk.</summary>
    [Fact]
    public void Take_PausedAtSomeTimeAfterItWasLookedAt_WasUpWhileItPassed()
    {
        var track = new StandingTrack(_sheet);
        track.Passed("deep", s_start, s_start.AddMinutes(60), 241);
        track.Take(new JournalEntry { At = s_start.AddMinutes(65), Up = default, Service = "web", Input = new PauseEnded("a test"), Decisions = [new Moved(Phase.Paused, Phase.Watching, s_why)] });

        Assert.Equal((TimeSpan.FromMinutes(65), TimeSpan.Zero), (_sheet[Standing.Up], _sheet[Standing.Paused]));
    }

    /// <summary>Past its threshold, what is asked every five minutes is asked every twenty.</summary>
    [Fact]
    public void Take_LooksThatAreFourTimesAsFarApartWhileItIsDown_AreNoAbsence()
    {
        _track.Passed("deep", s_start, s_start.AddMinutes(30), 7);
        Outage(35);
        for (var minute = 57; minute <= 500; minute += 20) Take(minute, s_failed);

        Assert.Equal((465, 35), Minutes(500));
    }

    private static Observation Login => Observation.Fail("login", "status-401", "401 Unauthorized") with { AlertOnly = true };

    /// <summary>Nothing restarts it; it is told of after two minutes.</summary>
    private void Outage(int minute)
    {
        Take(minute, s_failed);
        Take(minute + 2, s_failed, new Alert(AlertLevel.Warning, new Reason("unhealthy", "deep fails")));
    }

    private void Restart(int minute)
    {
        Take(minute, new LastLookEnded(1, null, null), new Restart(1, Intent.RestartIfHung, s_why));
        Take(minute + 1, new UnitSeen(Support.FakeUnit.Active("two")), new Started(StartKind.Ours, "two", s_why), new Moved(Phase.Acting, Phase.Verifying, s_why));
    }

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
