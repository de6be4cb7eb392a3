using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Reporting;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Reporting.Told;

namespace Watchdog.Tests.Reporting;

public sealed class ReporterTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddDays(1);

    private readonly TestFolder _folder = new();
    private readonly ToldJournal _journal = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Make_AWellDay_IsWholeAndQuiet()
    {
        var service = Tell(_ => { });

        Assert.Equal((1.0, TimeSpan.Zero, 0, 0), (service.Availability, service.Down, service.Incidents, service.Restarts.All));
        Assert.Equal([Standing.Up], service.Timeline.Select(one => one.Standing));
        Assert.Equal((Start, End), (service.Timeline[0].From, service.Timeline[0].To));
        Assert.Equal(["liveness", "deepHealth", "memory"], service.Checks.Select(check => check.Name));
    }

    [Fact]
    public void Make_AWedge_WasDownFromItsFirstFailedLookUntilAllWasWell()
    {
        var (service, incident) = TellOne(told => told.Wedge(evidence: "20261120-200000-beef"));

        // Looks at 0, 15 and 30 s, each of 10 s; the last look to 55 s; the restart to 58 s, and two passes 5 s apart.
        Assert.Equal(TimeSpan.FromSeconds(63), service.Down);
        Assert.Equal((TimeSpan.FromSeconds(63), TimeSpan.FromSeconds(63)), (incident.Down, incident.Lasted));
        Assert.Equal((Noon, Noon.AddSeconds(40), Noon.AddSeconds(63)), (incident.Since, incident.Opened, incident.Ended));
        Assert.Equal(("liveness", "timeout-first-byte", IncidentOutcome.Recovered, 1, "20261120-200000-beef"), (incident.Cause, incident.Reason.Code, incident.Outcome, incident.Restarts, incident.Evidence));
        Assert.Equal(new RestartCounts(1, 0, 0), service.Restarts);
        Assert.Equal(TimeSpan.FromSeconds(40), service.TimeToDetect!.Mean);
        Assert.Equal(TimeSpan.FromSeconds(63), service.TimeToRecover!.Most);
        Assert.Equal(1 - (63 / service.Watched.TotalSeconds), service.Availability!.Value, 12);
        Assert.Equal([Standing.Up, Standing.Down, Standing.Up], service.Timeline.Select(one => one.Standing));
    }

    [Fact]
    public void Make_ANearMiss_WasNeverDown()
    {
        var service = Tell(told => told.NearMiss(2));

        Assert.Equal((1.0, 1, 0, 0), (service.Availability, service.NearMisses, service.CalledOff, service.Incidents));
        Assert.Contains("no answer in 10 s", Assert.Single(service.Spared).Text, StringComparison.Ordinal);
        Assert.Equal(2, service.Checks.Single(check => check.Name == "liveness").Failures);
    }

    [Fact]
    public void Make_ACalledOffRestart_WasNeverDownAndIsNoIncident()
    {
        var service = Tell(told => told.CalledOff());

        Assert.Equal((1.0, 0, 1, 0), (service.Availability, service.NearMisses, service.CalledOff, service.Incidents));
        Assert.Equal(0, service.Restarts.All);
    }

    [Fact]
    public void Make_ACrashThatTheManagerMends_WasDownUntilTheNewRunWasActive()
    {
        var service = Tell(told => told.Crash(times: 3));

        Assert.Equal(TimeSpan.FromSeconds(2), service.Down);
        Assert.Equal(new RestartCounts(0, 3, 0), service.Restarts);
        Assert.Equal(1, service.Incidents);
    }

    [Fact]
    public void Make_MemoryOverItsLimit_WasDownOnlyWhileItWasRestarted()
    {
        var (service, incident) = TellOne(told => told.MemoryOver());

        Assert.Equal(TimeSpan.FromSeconds(8), service.Down);
        Assert.Equal(ToldService.Limit * 1.05, service.Checks.Single(check => check.Name == "memory").Number!.Peak);
        Assert.Equal(("memory", TimeSpan.FromSeconds(8)), (incident.Cause, incident.Down));
        Assert.True(incident.Lasted > TimeSpan.FromMinutes(2), $"{incident.Lasted}");
    }

    [Fact]
    public void Make_AFailureThatNoRestartMends_IsAnIncidentAndNoTimeDown()
    {
        var (service, incident) = TellOne(told => told.Login(TimeSpan.FromMinutes(10)));

        Assert.Equal((1.0, 1), (service.Availability, service.Incidents));
        Assert.Equal((TimeSpan.Zero, 0, "restart-cannot-help"), (incident.Down, incident.Restarts, incident.Reason.Code));
    }

    [Fact]
    public void Make_PausedAndStoppedTime_IsLeftOut()
    {
        var service = Tell(told =>
        {
            told.Pause(TimeSpan.FromHours(1));
            told.Pass(TimeSpan.FromHours(1));
            told.Stop(TimeSpan.FromHours(2));
        });

        Assert.Equal((1.0, TimeSpan.FromHours(1), TimeSpan.FromHours(2)), (service.Availability, service.Paused, service.Stopped));
        Assert.Equal(TimeSpan.FromHours(21), service.Watched);
    }

    [Fact]
    public void Make_StartedAfterAStop_IsNobodysRestart() => Assert.Equal(0, Tell(told => told.Stop(TimeSpan.FromHours(2))).Restarts.All);

    [Fact]
    public void Make_AnotherRunOfWhatRan_IsAnOperatorsRestart() => Assert.Equal(new RestartCounts(0, 0, 1), Tell(told => told.OperatorRestart()).Restarts);

    /// <summary>All start with it, and nobody asked for that.</summary>
    [Fact]
    public void Make_TheMachineWasBootedAnew_IsNobodysRestart()
    {
        var told = new ToldService("web", Start, 1, entry => _journal.Write(entry with { Up = entry.At - (entry.At < Noon ? Start.AddDays(-1) : Noon) }));
        told.PassUntil(Noon);
        told.NobodyFor(TimeSpan.FromMinutes(2));
        told.OperatorRestart();
        told.PassUntil(Noon.AddHours(1));
        Assert.Equal(0, Assert.Single(Make().Services).Restarts.All);

        told.OperatorRestart();
        told.PassUntil(End);
        Assert.Equal(new RestartCounts(0, 0, 1), Assert.Single(Make().Services).Restarts);
    }

    [Fact]
    public void Make_HeldForTheWholeHost_WasDownAndIsNoNearMiss()
    {
        var service = Tell(told =>
        {
            told.HostIncident();
            told.Well();
        });

        Assert.InRange(service.Down, TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(1));
        Assert.Equal((0L, 0L), (service.NearMisses, service.CalledOff));
        var notes = ReportNotes.Beside(service, Make(), TimeZoneInfo.Utc).ToArray();
        Assert.StartsWith("host incident from 12:00:46 to 12:00:51: 20 of 20 services are suspect at once", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Make_HeldOnForTheOthers_IsOneHostIncident()
    {
        var service = Tell(told =>
        {
            told.HostIncident();
            told.AnotherIsFirst();
            told.AnotherIsFirst();
            told.WedgeOn();
        });

        var hold = Assert.Single(service.Holds);
        Assert.Equal(("host-incident", 1, new RestartCounts(1, 0, 0)), (hold.Code, hold.Count, service.Restarts));
        Assert.StartsWith("20 of 20 services are suspect at once", hold.Sentence, StringComparison.Ordinal);
        Assert.Equal(hold.Ended, hold.Last + hold.Lasted);
    }

    [Fact]
    public void Make_AWedgeThatOutlastsTheHostIncident_WasDownAllTheWhileAndRestartedOnce()
    {
        var (service, incident) = TellOne(told =>
        {
            told.HostIncident();
            told.JudgedAnew();
            told.WedgeOn();
        });

        // The last look at 46 s, 15 s until it is looked at again; from there on a wedge as any other.
        Assert.Equal(TimeSpan.FromSeconds(46 + 15 + 63), service.Down);
        Assert.Equal((Noon.AddSeconds(46 + 15), TimeSpan.FromSeconds(63), 1), (incident.Since, incident.Down, incident.Restarts));
        Assert.Equal((1L, 1L), (service.Restarts.All, service.Incidents));
    }

    [Fact]
    public void Make_WellWhenItIsJudgedAnew_WasDownUntilThen()
    {
        var service = Tell(told =>
        {
            told.HostIncident();
            told.JudgedAnew();
            told.Well();
            told.Pass(TimeSpan.FromHours(1));
            told.Wedge();
        });

        Assert.Equal(TimeSpan.FromSeconds(46 + 63), service.Down);
    }

    [Fact]
    public void Make_AWedgeThatWasWithheldAtFirst_WasDownFromItsFirstFailedLook()
    {
        var (service, incident) = TellOne(told =>
        {
            told.HostIncident();
            told.WedgeOn();
        });

        Assert.Equal((Noon, 1), (incident.Since, incident.Restarts));
        Assert.True(service.Down > TimeSpan.FromMinutes(5), $"{service.Down}");
        Assert.Equal((service.Down, service.Down), (incident.Down, incident.Lasted));
    }

    [Fact]
    public void Make_ARestartForAnotherCheckThanTheAlertBefore_HasCauseAndReasonOfTheRestart()
    {
        var told = new ToldService("web", Start, 1, _journal.Write);
        var (first, reason) = (new Reason("unhealthy", "liveness: no answer"), new Reason("timeout", "no answer in 30 s (deepHealth, 4 in a row)"));
        var opened = new IncidentStep("20261120-120000-beef", 1, IncidentEvent.Opened, AlertLevel.Warning, first) { Cause = "liveness", Since = Noon, Opened = Noon };
        told.PassUntil(Noon);
        Write(Noon, null, opened);
        Write(Noon.AddMinutes(4), new LastLookEnded(1, Observation.Fail("deepHealth", "timeout", "no answer in 30 s"), null), opened with { Number = 2, Event = IncidentEvent.Acted, Reason = reason });
        told.PassUntil(End);

        var incident = Assert.Single(Make().Incidents);

        Assert.Equal(("deepHealth", reason), (incident.Cause, incident.Reason));

        void Write(DateTimeOffset at, Input? input, IncidentStep step) => _journal.Write(new JournalEntry { At = at, Up = at - DateTimeOffset.UnixEpoch, Service = "web", Input = input, Steps = ImmutableArray.Create(step) });
    }

    [Fact]
    public void Make_OfAUnitThatDoesNotExist_SaysThatItWasNotWatchedAndNotThatSomeoneStoppedIt()
    {
        var told = new ToldService("web", Start, 1, _journal.Write, exists: false);
        told.NobodyFor(TimeSpan.FromHours(1));
        told.NobodyFor(TimeSpan.FromHours(1));

        var report = Make();

        Assert.Equal("not watched", ReportWords.Share(Assert.Single(report.Services).Availability));
        Assert.Null(report.Availability);
        var incident = Assert.Single(report.Incidents);
        Assert.Equal((IncidentOutcome.Open, "the manager knows no such unit"), (incident.Outcome, incident.Reason.Sentence));
    }

    [Fact]
    public void Make_LinesThatCouldNotBeWritten_AreCounted()
    {
        int? missing = 5;
        var told = new ToldService("web", Start, 1, entry =>
        {
            var mark = entry.At > Noon ? missing : null;
            if (mark is not null) missing = null;
            _journal.Write(entry with { Missing = mark });
        });
        told.PassUntil(End);

        var report = Make();

        Assert.Equal((5, 0), (report.Missing, report.Skipped));
        Assert.Equal(0, Make(until: Noon).Missing);
    }

    [Fact]
    public void Make_WhileNoWatchdogRan_IsLeftOut()
    {
        var service = Tell(told => told.NobodyFor(TimeSpan.FromHours(3)));

        Assert.Equal((1.0, TimeSpan.FromHours(3)), (service.Availability, service.Unwatched));
        Assert.Equal(TimeSpan.FromHours(21), service.Watched);
        Assert.Equal([Standing.Up, Standing.Unwatched, Standing.Up], service.Timeline.Select(one => one.Standing));
    }

    [Fact]
    public void Make_OfAJournalThatJustStops_SaysThatNobodyWatched()
    {
        var told = new ToldService("web", Start, 1, _journal.Write);
        told.PassUntil(Noon);

        var service = Assert.Single(Make().Services);

        Assert.Equal((1.0, TimeSpan.FromHours(4), TimeSpan.FromHours(20)), (service.Availability, service.Watched, service.Unwatched));
    }

    [Fact]
    public void Make_StoppedBeforeThePeriod_IsKnownFromBeforeIt()
    {
        var told = new ToldService("web", Start.AddDays(-3), 1, _journal.Write);
        told.Stop(TimeSpan.FromDays(5));

        var service = Assert.Single(Make().Services);

        Assert.Null(service.Availability);
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.Zero), (service.Stopped, service.Watched));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Make_StoppedLongBeforeWhatIsRead_IsToldAsStopped(bool restarted)
    {
        new ToldService("web", Start, 1, _journal.Write).PassUntil(End);
        if (restarted) _journal.Write(new JournalEntry { At = Noon, Up = Noon - DateTimeOffset.UnixEpoch, Service = "old", Input = new Resumed("the daemon started") });

        var report = Make(known: [new KnownService("old", Phase.Stopped, Start.AddDays(-30))]);

        Assert.Equal(["old", "web"], report.Services.Select(one => one.Name).Order());
        var old = report.Services.Single(one => one.Name == "old");
        Assert.Equal((null, TimeSpan.FromDays(1), TimeSpan.Zero), (old.Availability, old.Stopped, old.Unwatched));
    }

    [Fact]
    public void Make_StoppedLongBeforeWhatIsReadAndStartedWithinIt_WasStoppedUntilThen()
    {
        Write(Start.AddDays(-2), new Resumed("the daemon started"));
        Write(Noon, new Resumed("the daemon started"));
        Write(Noon.AddHours(2), new UnitSeen(Support.FakeUnit.Active("one")), new Moved(Phase.Stopped, Phase.Starting, new Reason("started", "it was started")));

        var old = Assert.Single(Make(known: [new KnownService("old", Phase.Starting, Noon.AddHours(2))]).Services);

        Assert.Equal((TimeSpan.FromHours(6), TimeSpan.Zero, TimeSpan.FromHours(18)), (old.Stopped, old.Watched, old.Unwatched));

        void Write(DateTimeOffset at, Input input, params Decision[] decisions) =>
            _journal.Write(new JournalEntry { At = at, Up = at - DateTimeOffset.UnixEpoch, Service = "old", Input = input, Decisions = [.. decisions] });
    }

    [Theory]
    [InlineData(true, 20, IncidentOutcome.Held, 20)]
    [InlineData(false, 1, IncidentOutcome.Ended, 1)]
    public void Make_HeldAndStoppedWhenItWasTakenOut_IsTakenForSoUntilThen(bool watched, int stopped, IncidentOutcome outcome, int lasted)
    {
        var held = new IncidentStep("20261120-120000-beef", 1, IncidentEvent.Held, AlertLevel.Critical, new Reason("storm", "3 restarts")) { Since = Noon, Opened = Noon };
        Write(Noon, new Resumed("the daemon started"), [held], new Moved(Phase.Watching, Phase.Stopped, held.Reason));
        Write(Noon.AddHours(1), new Resumed("an edit"), []);

        var report = Make(isWatched: _ => watched);

        Assert.Equal(TimeSpan.FromHours(stopped), Assert.Single(report.Services).Stopped);
        var incident = Assert.Single(report.Incidents);
        Assert.Equal((outcome, TimeSpan.FromHours(lasted)), (incident.Outcome, incident.Lasted));
        Assert.Equal(watched, ReportWords.Outcome(incident).Contains("watchdog rearm", StringComparison.Ordinal));
        Assert.Empty(Reporter.Make(_folder.Directories.Journal, new Period(End, End.AddDays(1)), [], null, "host", _ => false, CancellationToken.None).Services);

        void Write(DateTimeOffset at, Input input, ImmutableArray<IncidentStep> steps, params Decision[] decisions) =>
            _journal.Write(new JournalEntry { At = at, Up = at - DateTimeOffset.UnixEpoch, Service = "old", Input = input, Steps = steps, Decisions = [.. decisions] });
    }

    [Fact]
    public void Make_AKnownServiceThatWasStoppedWithinThePeriod_IsToldAsTheJournalHasIt()
    {
        var told = new ToldService("web", Start, 1, _journal.Write);
        told.PassUntil(Noon);
        told.Stop(TimeSpan.FromHours(30));

        var service = Assert.Single(Make(known: [new KnownService("web", Phase.Stopped, Noon)]).Services);

        Assert.Equal((TimeSpan.FromHours(4), TimeSpan.FromHours(20)), (service.Watched, service.Stopped));
    }

    [Fact]
    public void Make_KnownAndNothingIsReadOfIt_SaysThatNobodyWatched()
    {
        new ToldService("web", Start, 1, _journal.Write).PassUntil(End);

        var report = Make(known: [new KnownService("idle", Phase.Watching, Start.AddDays(-30)), new KnownService("web", Phase.Watching, Start)]);

        Assert.Equal(["idle", "web"], report.Services.Select(one => one.Name));
        Assert.Equal((null, TimeSpan.FromDays(1)), (report.Services[0].Availability, report.Services[0].Unwatched));
        Assert.Empty(Make("idle", known: [new KnownService("idle", Phase.Watching, Start.AddDays(-30))]).Services);
    }

    [Fact]
    public void Make_AnIncidentThatWasOpenedLongBeforeWhatIsRead_IsOpenStill()
    {
        var opened = Start.AddDays(-30);
        var step = new IncidentStep("20261021-080000-beef", 1, IncidentEvent.Opened, AlertLevel.Warning, new Reason("unit-not-found", "the manager knows no such unit")) { Since = opened, Opened = opened };

        var report = Make(known: [new KnownService("gone", Phase.Stopped, opened) { Open = step }]);

        var incident = Assert.Single(report.Incidents);
        Assert.Equal((step.Incident, IncidentOutcome.Open, End - opened, 1L), (incident.Id, incident.Outcome, incident.Lasted, report.IncidentCount));
        Assert.Equal(TimeSpan.Zero, incident.Down);
    }

    [Fact]
    public void Make_AUnitThatFailedAndStaysSo_IsDownAndWasWatched()
    {
        var service = Tell(told =>
        {
            told.DeadFor(TimeSpan.FromHours(6));
            told.OperatorRestart();
        });

        Assert.Equal((TimeSpan.FromHours(6), TimeSpan.Zero), (service.Down, service.Unwatched));
    }

    /// <summary>A warning stood for days, and then it hung for a minute.</summary>
    [Fact]
    public void Make_AStoryThatTurnsIntoARestart_BeganWithWhatWasRestartedFor()
    {
        var warned = new IncidentStep("20261120-120000-beef", 1, IncidentEvent.Opened, AlertLevel.Info, new Reason("memory-high", "83 %")) { Cause = "memory", Since = Start, Opened = Start };
        var hung = Noon.AddHours(2);
        var (service, incident) = TellSteps(
            (Start, warned),
            (hung.AddSeconds(40), warned with { Number = 2, Event = IncidentEvent.Acted, Restarts = 1, Since = hung, Opened = hung.AddSeconds(40) }),
            (hung.AddSeconds(60), warned with { Number = 3, Event = IncidentEvent.Recovered, Restarts = 1, Since = hung, Opened = hung.AddSeconds(40) }));

        Assert.Equal((hung, TimeSpan.FromSeconds(60)), (incident.Since, incident.Lasted));
        Assert.Equal((TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60)), (service.TimeToDetect!.Mean, service.TimeToRecover!.Mean));
    }

    /// <summary>Once an hour what is held is tried again.</summary>
    [Theory]
    [InlineData(true, IncidentOutcome.Held)]
    [InlineData(false, IncidentOutcome.Open)]
    public void Make_HeldAndTriedAgain_IsHeldUntilItIsTakenUp(bool again, IncidentOutcome outcome)
    {
        var held = new IncidentStep("20261120-120000-beef", 1, IncidentEvent.Held, AlertLevel.Critical, new Reason("ineffective", "did not help")) { Cause = "liveness", Since = Noon, Opened = Noon };
        var (_, incident) = TellSteps((Noon, held), (Noon.AddHours(1), held with { Number = 2, Event = IncidentEvent.Acted, Again = again }));

        Assert.Equal(outcome, incident.Outcome);
    }

    /// <summary>It is told only when it has lasted.</summary>
    [Fact]
    public void Make_HeldAndWellAgain_RecoveredWhenItBecameWell()
    {
        var held = new IncidentStep("20261120-120000-beef", 1, IncidentEvent.Held, AlertLevel.Critical, new Reason("storm", "3 restarts")) { Cause = "liveness", Since = Noon, Opened = Noon };
        var (service, incident) = TellSteps((Noon, held), (Noon.AddMinutes(70), held with { Number = 2, Event = IncidentEvent.Recovered, Lasted = TimeSpan.FromHours(1) }));

        Assert.Equal((TimeSpan.FromHours(1), Noon.AddHours(1), TimeSpan.FromHours(1)), (incident.Lasted, incident.Ended, service.TimeToRecover!.Most));
    }

    [Fact]
    public void Make_RestartsThatTheManagerRefused_AreNone()
    {
        var acted = new IncidentStep("20261120-120000-beef", 1, IncidentEvent.Acted, AlertLevel.Warning, new Reason("timeout", "no answer")) { Cause = "liveness", Since = Noon, Opened = Noon, Restarts = 1 };
        var (_, incident) = TellSteps(
            (Noon, acted), (Noon.AddMinutes(1), acted with { Number = 2 }), (Noon.AddMinutes(2), acted with { Number = 3, Event = IncidentEvent.Held, Restarts = 0 }));

        Assert.Equal(0, incident.Restarts);
    }

    [Fact]
    public void Make_AClimbThatWasToldBeforeADaemonsStart_StandsNoMore()
    {
        var service = Tell(told =>
        {
            _journal.Write(new JournalEntry { At = told.Now, Up = told.Now - DateTimeOffset.UnixEpoch, Service = "web", Input = new TrendSeen("memory", "memory reaches 2000 MiB in about 3 h") });
            told.NobodyFor(TimeSpan.FromSeconds(10));
        });

        Assert.Null(service.Checks.Single(check => check.Name == "memory").Number!.Warning);
    }

    [Fact]
    public void Make_RestartsThatDoNotHelp_AreHeldAndDownToTheEnd()
    {
        var told = new ToldService("web", Start, 1, _journal.Write);
        told.PassUntil(Noon);
        told.WedgeForGood(3);
        while (told.Now < Noon.AddHours(2)) told.Fail("liveness", "timeout-first-byte", "no answer in 10 s");

        var report = Make(until: Noon.AddHours(2));
        var (service, incident) = (Assert.Single(report.Services), Assert.Single(report.Incidents));

        Assert.Equal(TimeSpan.FromHours(2), service.Down);
        Assert.Equal((IncidentOutcome.Held, TimeSpan.FromHours(2)), (incident.Outcome, incident.Lasted));
        Assert.Equal(service.Restarts.Ours, incident.Restarts);
        Assert.Contains(service.Holds, hold => hold.Code is "ineffective" or "storm");
    }

    [Fact]
    public void Make_OfLinesWithoutSteps_TellsWhatCanBeTold()
    {
        var told = new ToldService("web", Start, 1, entry => _journal.Write(entry with { Steps = null, Passes = entry.Passes is { } run ? run with { Spread = null, Last = null, Peak = null } : null }));
        told.PassUntil(Noon);
        told.Wedge();
        told.PassUntil(End);

        var report = Make();
        var (service, incident) = (Assert.Single(report.Services), Assert.Single(report.Incidents));

        Assert.Equal((TimeSpan.FromSeconds(63), 1L), (service.Down, service.Restarts.Ours));
        Assert.Equal((IncidentOutcome.Recovered, 1, "timeout-first-byte"), (incident.Outcome, incident.Restarts, incident.Reason.Code));
        Assert.True(service.Checks[0].Latency is { Approximate: true });
    }

    [Fact]
    public void Make_OfOneService_LeavesTheOthersOut()
    {
        foreach (var name in new[] { "web", "agents/a@1.service", "agents/a@2.service", "agents2" }) new ToldService(name, Start, 1, _journal.Write).PassUntil(End);
        _journal.Save(_folder.Directories.Journal);

        Assert.Equal(["agents/a@1.service", "agents/a@2.service"], Make("agents").Services.Select(one => one.Name));
        Assert.Equal(["web"], Make("web").Services.Select(one => one.Name));
        Assert.Empty(Make("nobody").Services);
    }

    [Fact]
    public void Make_TheWorstComesFirst()
    {
        foreach (var (name, wedges) in new[] { ("a", 0), ("b", 2), ("c", 1) })
        {
            var told = new ToldService(name, Start, 1, _journal.Write);
            for (var i = 0; i < wedges; i++)
            {
                told.Pass(TimeSpan.FromHours(3));
                told.Wedge();
            }

            told.PassUntil(End);
        }

        var report = Make();

        Assert.Equal(["b", "c", "a"], report.Services.Select(one => one.Name));
        Assert.Equal("3 incidents, 3 restarts, 99.927 % over 24 h", report.Headline);
    }

    [Fact]
    public void Make_OfAMonth_HoldsWhatItCountsTogether()
    {
        ToldJournal.SaveMonth(_folder.Directories.Journal, services: 10, days: 4, End);

        var report = Reporter.Make(_folder.Directories.Journal, new Period(End.AddDays(-4), End), [], null, "host", null, CancellationToken.None);

        Assert.Equal((10, 0), (report.Services.Length, report.Skipped));
        foreach (var service in report.Services)
        {
            Assert.Equal(TimeSpan.FromDays(4), service.Watched + service.Paused + service.Stopped + service.Blind + service.Unwatched);
            Assert.InRange(service.Unwatched, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Assert.All(service.Checks, check => Assert.True(check.Latency is { } latency ? latency.P50 <= latency.P90 && latency.P90 <= latency.P99 && latency.P99 <= latency.Most : check.Number is not null));
        }

        Assert.Equal(report.IncidentCount, report.Incidents.Length);
    }

    private static DateTimeOffset Noon => Start.AddHours(4);

    /// <summary>A day of one service in which something happens at noon.</summary>
    private ServiceReport Tell(Action<ToldService> noon)
    {
        var told = new ToldService("web", Start, 1, _journal.Write);
        told.PassUntil(Noon);
        noon(told);
        told.PassUntil(End);
        return Assert.Single(Make().Services);
    }

    private (ServiceReport, IncidentReport) TellSteps(params (DateTimeOffset At, IncidentStep Step)[] steps)
    {
        var told = new ToldService("web", Start, 1, _journal.Write);
        foreach (var (at, step) in steps)
        {
            told.PassUntil(at);
            _journal.Write(new JournalEntry { At = at, Up = at - DateTimeOffset.UnixEpoch, Service = "web", Steps = ImmutableArray.Create(step) });
        }

        told.PassUntil(End);
        var report = Make();
        return (Assert.Single(report.Services), Assert.Single(report.Incidents));
    }

    private (ServiceReport, IncidentReport) TellOne(Action<ToldService> noon)
    {
        var service = Tell(noon);
        return (service, Assert.Single(Make().Incidents));
    }

    private Report Make(string? service = null, DateTimeOffset? until = null, KnownService[]? known = null, Func<string, bool>? isWatched = null)
    {
        _journal.Save(_folder.Directories.Journal);
        return Reporter.Make(_folder.Directories.Journal, new Period(Start, until ?? End), known ?? [], service, "host", isWatched, CancellationToken.None);
    }
}
