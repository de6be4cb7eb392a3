using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class IncidentTests
{
    [Fact]
    public void Restarted_AndWellAgain_IsOneStory()
    {
        var desk = Desk.Watching();
        var since = desk.Now;
        desk.Restarted().Renewed("b").After(S(5)).Healthy();

        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered", desk.Told);
        Assert.Equal([1, 2, 3], desk.Steps.Select(step => step.Number));
        Assert.Single(desk.Steps.Select(step => step.Incident).Distinct());
        Assert.Null(desk.State.Incident);

        var (began, acted, recovered) = (desk.Steps[0], desk.Steps[1], desk.Steps[2]);
        Assert.Equal(("liveness", S(30), 0, 3), (began.Cause, began.Lasted, began.Restarts, began.BudgetLeft));
        Assert.Equal((S(33), 1, 2, AlertLevel.Warning), (acted.Lasted, acted.Restarts, acted.BudgetLeft, acted.Level));
        Assert.Equal((desk.Now - since, 1, 2, AlertLevel.Info), (recovered.Lasted, recovered.Restarts, recovered.BudgetLeft, recovered.Level));
        Assert.All(desk.Steps, step => Assert.Equal(S(30), step.Opened - step.Since));
    }

    [Fact]
    public void Restarted_WithEvidence_CarriesItsId()
    {
        var desk = Desk.Watching().Fail(times: 3);
        desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit) { Evidence = "e1" });
        Assert.Equal([null, "e1"], desk.Steps.Select(step => step.Evidence));
    }

    [Fact]
    public void CalledOff_TellsNobodyAndIsOver()
    {
        var desk = Desk.Watching().Fail(times: 3);
        desk.After(S(3)).Give(new LastLookEnded(desk.State.Epoch, Observation.Pass(Liveness), desk.Unit));
        Assert.Equal("Began timeout-first-byte; CalledOff passed-at-last-look", desk.Told);
        Assert.Null(desk.State.Incident);
    }

    [Fact]
    public void CalledOff_ByAPause_IsOverAtOnce()
    {
        var desk = Desk.Watching().Fail(times: 3);
        desk.Give(new PauseSet("work", desk.Now + H(1))).LookBad();
        Assert.Equal("Began timeout-first-byte; CalledOff paused", desk.Told);
    }

    [Fact]
    public void Paused_AndResumedWhileItStillFails_IsNotWellUntilItPasses()
    {
        var desk = Desk.Watching(Policy(Liveness) with { Checks = [Check(Liveness) with { OnFailure = OnFailure.Alert }] }).Fail(times: 3);
        desk.After(S(1)).Give(new PauseSet("work", desk.Now + H(1)));
        desk.After(S(1)).Give(new PauseEnded("anna"));
        Assert.Equal("Opened unhealthy; Paused paused", desk.Told);

        desk.Fail(times: 3);
        Assert.DoesNotContain(desk.Steps, step => step.Event == IncidentEvent.Recovered);
        desk.Pass().Pass().Pass();
        Assert.Equal(IncidentEvent.Recovered, desk.Steps[^1].Event);
    }

    [Fact]
    public void CalledOff_ByOurOwnEnd_IsOverWhenWeAreBack()
    {
        var desk = Desk.Watching().Fail(times: 3).After(S(2)).Give(new Resumed("the daemon started"));
        Assert.Equal("Began timeout-first-byte; CalledOff not-asked", desk.Told);
        Assert.Null(desk.State.Incident);
    }

    [Fact]
    public void Storm_IsHeldWithinTheStoryAndItsTriesAreNoNews()
    {
        var desk = Storming();
        Assert.Equal(
            "Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered; "
            + "Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered; "
            + "Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered; Held storm",
            desk.Told);
        Assert.Equal(AlertLevel.Critical, desk.Steps[^1].Level);
        Assert.Equal(0, desk.Steps[^1].BudgetLeft);

        // A day of it: one try an hour, one reminder.
        desk.Steps.Clear();
        var end = desk.Now + TimeSpan.FromDays(1) + Min(1);
        while (desk.Now < end)
        {
            desk.After(S(30)).Fail();
            if (desk.State.Action is null) continue;
            desk.LookBad();
            if (desk.State.Action is { Asked: true }) desk.Renewed($"t{desk.Now.TotalSeconds}").After(Min(6)).Fail(times: 3);
        }

        Assert.Single(desk.Steps, step => step.Event == IncidentEvent.Reminded);
        Assert.All(desk.Steps.Where(step => step.Event == IncidentEvent.Acted), step => Assert.True(step.Again));
        Assert.InRange(desk.Steps.Count(step => step.Event == IncidentEvent.Acted), 15, 24);
        Assert.DoesNotContain(desk.Steps, step => step.Event is IncidentEvent.Recovered or IncidentEvent.Opened or IncidentEvent.CalledOff);
        Assert.Single(desk.Steps.Select(step => step.Incident).Distinct());
    }

    [Fact]
    public void Storm_WellAgain_RecoversOnlyOnceTheCircuitIsClosedAndCountsToWhenItWasWell()
    {
        var desk = Storming();
        var since = desk.State.Incident!.Since;
        desk.Steps.Clear();
        desk.After(Min(2)).Healthy();
        Assert.Equal(Phase.Watching, desk.State.Phase);
        var well = desk.Now;
        Assert.Empty(desk.Steps);

        desk.Wait(Min(10));
        Assert.Equal("Recovered storm-over", desk.Told);
        Assert.Equal(well - since, desk.Steps[0].Lasted);
    }

    [Fact]
    public void Storm_Rearmed_RecoversAtOnceAndTheNextRestartIsToldAnew()
    {
        var desk = Storming();
        desk.Steps.Clear();
        desk.Give(new Rearmed("anna")).After(S(15)).Fail().LookBad().Renewed("z").After(S(5)).Healthy();
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered", desk.Told);
        Assert.False(desk.Steps[1].Again);
    }

    /// <summary>The circuit stays open for ten healthy minutes, and no alert tells of it again.</summary>
    [Fact]
    public void Storm_StoppedAndStartedByAnOperatorAndHeldAgain_IsTold()
    {
        var desk = Storming();
        desk.Steps.Clear();
        desk.After(Min(1)).Seen(Any.Unit("x", UnitState.Inactive) with { LastEnd = LastEnd.StopJob });
        Assert.Equal("Ended stopped", desk.Told);

        desk.After(Min(1)).Seen(Any.Unit("y") with { StartedAt = desk.Now }).Healthy();
        desk.After(S(20)).Fail(times: 3);
        Assert.Equal("Ended stopped; Held storm", desk.Told);
        Assert.NotEqual(desk.Steps[0].Incident, desk.Steps[1].Incident);
    }

    [Fact]
    public void Ineffective_IsHeldAndRecoversWhenATryHelps()
    {
        var desk = Desk.Watching(Policy(Deep)).Restarted(Deep).Renewed("b").After(Min(6)).Fail(Deep, 3).After(Min(5)).Fail(Deep).LookBad(Deep).Renewed("c").After(Min(6)).Fail(Deep, 3);
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Began timeout-first-byte; Acted timeout-first-byte; Held ineffective", desk.Told);
        Assert.Equal(2, desk.Steps[^1].Restarts);

        desk.Give(new Rearmed("anna")).After(S(60)).Fail(Deep).LookBad(Deep).Renewed("d").After(S(5)).Healthy();
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered", string.Join("; ", desk.Steps.Skip(5).Select(Tell.It)));
        Assert.Single(desk.Steps.Select(step => step.Incident).Distinct());
    }

    [Fact]
    public void Warned_OfWhatOnlyStands_IsOpenUntilItIsCleared()
    {
        var desk = Desk.Watching(Policy(Memory)).Give(new TrendSeen(Memory, "climbs to its limit by 14:05"));
        Assert.Equal("Opened memory-climbs", desk.Told);
        Assert.Equal(Phase.Watching, desk.State.Phase);
        desk.After(H(1)).Give(new TrendSeen(Memory, null));
        Assert.Equal("Opened memory-climbs; Recovered watching", desk.Told);
        Assert.Equal(H(1), desk.Steps[1].Lasted);
        Assert.Null(desk.State.Incident);
    }

    [Fact]
    public void Warned_OfFlapping_IsOpenUntilItIsSteady()
    {
        var desk = Desk.Watching().Fail().Pass().Fail().Pass().Fail().Pass();
        Assert.Equal("Opened flapping", desk.Told);
        for (var i = 0; i < 5; i++) desk.After(S(15)).Pass();
        Assert.Equal("Opened flapping; Recovered watching", desk.Told);
    }

    [Fact]
    public void Warned_OfWhatNoRestartMends_IsOpenUntilItPasses()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 3; i++) desk.After(S(15)).AlertOnly();
        Assert.Equal("Opened restart-cannot-help", desk.Told);
        Assert.Equal(S(30), desk.Steps[0].Lasted);
        desk.After(S(15)).Healthy();
        Assert.Equal("Opened restart-cannot-help; Recovered watching", desk.Told);
    }

    /// <summary>It foretold what came: one story, whose time is that of the real trouble.</summary>
    [Fact]
    public void Warned_AndThenRestarted_IsOneStoryThatCountsFromTheFailure()
    {
        var desk = Desk.Watching(Policy(Liveness, Memory)).Give(new TrendSeen(Memory, "climbs")).After(H(3));
        var since = desk.Now;
        desk.Restarted().Renewed("b").After(S(5)).Healthy();
        Assert.Equal("Opened memory-climbs; Began timeout-first-byte; Acted timeout-first-byte; Recovered recovered", desk.Told);
        Assert.Equal(desk.Now - since, desk.Steps[3].Lasted);
        Assert.Equal(S(30), desk.Steps[2].Opened - desk.Steps[2].Since);
        Assert.Equal([1, 2, 3, 4], desk.Steps.Select(step => step.Number));
    }

    /// <summary>The restart helped; what else fails goes on.</summary>
    [Fact]
    public void Warned_AndRestartedAndStillWarned_HearsThatTheRestartHelped()
    {
        var desk = Desk.Watching(Policy(Liveness, Deep));
        for (var i = 0; i < 3; i++) desk.After(S(15)).AlertOnly(Deep);
        desk.Restarted().Renewed("b");
        desk.After(S(5)).Pass().Pass();
        for (var i = 0; i < 3; i++) desk.After(S(15)).AlertOnly(Deep);
        desk.After(Min(6)).Pass();
        Assert.Equal("Opened restart-cannot-help; Began timeout-first-byte; Acted timeout-first-byte; Also restart-cannot-help; Also recovered", desk.Told);
        Assert.Equal(AlertLevel.Info, desk.Steps[^1].Level);
        desk.After(S(15)).Pass(Deep).Pass(Deep);
        Assert.Equal(IncidentEvent.Recovered, desk.Steps[^1].Event);
    }

    [Fact]
    public void Advised_OfAnEndAction_IsTellingOfItOnceAndNoStory()
    {
        var desk = new Desk(Policy(Liveness)).Seen(Any.Unit() with { EndAction = "FailureAction=reboot" }).Pass().Pass();
        Assert.Equal("Noted end-action", desk.Told);
        Assert.Equal((1, AlertLevel.Warning), (desk.Steps[0].Number, desk.Steps[0].Level));
        Assert.Null(desk.State.Incident);

        desk.After(H(1)).Give(new Resumed("the daemon started")).Seen().Healthy();
        Assert.Equal("Noted end-action", desk.Told);

        // It neither swallows the next story nor keeps it open.
        desk.After(H(1)).Fail(times: 3);
        Assert.Equal("Noted end-action; Opened end-action", desk.Told);
        Assert.Equal(AlertLevel.Critical, desk.Steps[1].Level);
        Assert.NotEqual(desk.Steps[0].Incident, desk.Steps[1].Incident);
        desk.After(S(15)).Healthy().Healthy().Healthy();
        Assert.Equal("Noted end-action; Opened end-action; Recovered watching", desk.Told);

        // And what was in the way is told again the next time.
        desk.After(H(1)).Fail(times: 3);
        Assert.Equal("Opened end-action", Tell.It(desk.Steps[^1]));
    }

    [Fact]
    public void Crashed_AndStartedByUs_IsOneStoryAndTheEndIsNotToldTwice()
    {
        var desk = Desk.Watching().Seen(Failed());
        desk.LookBad(null).Renewed("b").After(S(5)).Healthy();
        Assert.Equal("Began unit-failed; Acted unit-failed; Recovered recovered", desk.Told);
        Assert.All(desk.Steps, step => Assert.Equal(Cause.Unit, step.Cause));
        Assert.Equal(TimeSpan.Zero, desk.Steps[0].Lasted);
    }

    [Fact]
    public void Crashed_AndToBeStartedLater_IsToldAtOnce()
    {
        var desk = Desk.Watching().Seen(Failed()).LookBad(null).Renewed("b").After(S(5)).Healthy();
        desk.Steps.Clear();
        desk.After(S(20)).Seen(Failed("b"));
        Assert.Equal("Opened exit-code", desk.Told);
        desk.Wait(Min(3)).LookBad(null).Renewed("c").After(S(5)).Healthy();
        Assert.Equal("Opened exit-code; Began unit-failed; Acted unit-failed; Recovered recovered", desk.Told);
    }

    /// <summary>The report has them.</summary>
    [Fact]
    public void Crashed_AndBroughtBackByItsManager_IsNotToldUntilItIsAStorm()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 2; i++) Crash(desk, i);
        Assert.Empty(desk.Steps);
        for (var i = 2; i < 60; i++) Crash(desk, i);
        Assert.Equal("Held storm", desk.Told);

        desk.After(Min(1)).Healthy().Wait(Min(10));
        Assert.Equal("Held storm; Recovered storm-over", desk.Told);
    }

    [Fact]
    public void Killed_AProcessOfItForMemory_IsNoted()
    {
        var desk = Desk.Watching().Seen(Any.Unit() with { OomKills = 0 }).Seen(Any.Unit() with { OomKills = 1 });
        Assert.Equal("Noted oom-kill", desk.Told);
        desk.After(S(1)).Seen(Any.Unit() with { OomKills = 2 });
        Assert.Equal(2, desk.Steps.Select(step => step.Incident).Distinct().Count());
    }

    [Fact]
    public void Noted_TwiceInASecond_IsTwoStories()
    {
        var desk = Desk.Watching().Seen(Any.Unit() with { OomKills = 0 }).Seen(Any.Unit() with { OomKills = 1 }).Seen(Any.Unit() with { OomKills = 2 });
        Assert.Equal(2, desk.Steps.Select(step => step.Incident).Distinct().Count());
    }

    [Fact]
    public void Stopped_ByAnOperatorInTheMiddle_Ends()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").After(S(20)).Seen(Any.Unit("b", UnitState.Inactive) with { LastEnd = LastEnd.StopJob });
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Ended stopped", desk.Told);
        Assert.Null(desk.State.Incident);
    }

    [Fact]
    public void Ended_ByNobodyKnowsWhom_IsOpenUntilItRunsAgain()
    {
        var desk = Desk.Watching().Seen(Failed(end: LastEnd.Unknown));
        Assert.Equal("Opened who-stopped-it", desk.Told);
        desk.After(Min(5)).Seen(Any.Unit("b") with { StartedAt = desk.Now }).Healthy();
        Assert.Equal("Opened who-stopped-it; Recovered watching", desk.Told);
        Assert.Equal(Min(5), desk.Steps[1].Lasted);
    }

    /// <summary>One lasting fact is one story, however often we are started meanwhile, or cannot ask.</summary>
    [Theory]
    [InlineData(UnitState.NotFound, LastEnd.None, "Opened unit-not-found")]
    [InlineData(UnitState.Inactive, LastEnd.ByItself, "Opened ended")]
    [InlineData(UnitState.Failed, LastEnd.Unknown, "Opened who-stopped-it")]
    public void Down_WhileWeAreStartedAgainAndAgain_IsOneStory(UnitState state, LastEnd end, string told)
    {
        var down = Any.Unit("a", state) with { LastEnd = end };
        var desk = Desk.Watching().Seen(down);
        for (var i = 0; i < 3; i++) desk.After(H(1)).Give(new Resumed("the daemon started")).After(S(1)).Seen(down).Wait(S(15));
        desk.Give(new UnitUnseen(new Reason("bus-lost", "the bus does not answer"))).After(S(5)).Seen(down);
        Assert.Equal(told, desk.Told);

        desk.After(H(1)).Seen(Any.Unit("b") with { StartedAt = desk.Now }).Healthy();
        Assert.Equal($"{told}; Recovered watching", desk.Told);
    }

    [Fact]
    public void Down_AndStoppedByAnOperatorWhileWeAreAway_Ends()
    {
        var desk = Desk.Watching().Seen(Any.Unit("a", UnitState.NotFound)).After(H(1)).Give(new Resumed("the daemon started"));
        desk.After(S(1)).Seen(Any.Unit("a", UnitState.Inactive) with { LastEnd = LastEnd.StopJob });
        Assert.Equal("Opened unit-not-found; Ended unit-not-found", desk.Told);
    }

    [Fact]
    public void Paused_InTheMiddle_IsToldAndGoesOn()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").After(S(20));
        desk.Give(new PauseSet("the disk is changed (anna)", desk.Now + Min(30), Id: "p"));
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Paused paused", desk.Told);
        Assert.Equal("paused for 30 min: the disk is changed (anna)", desk.Steps[^1].Reason.Sentence);
        desk.After(Min(5)).Give(new PauseEnded("anna", "p")).Healthy();
        Assert.Equal("Recovered resumed", Tell.It(desk.Steps[^1]));
        Assert.Equal(4, desk.Steps.Count);
    }

    [Fact]
    public void Paused_WithoutAStory_IsNotTold()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("work", desk.Now + Min(30))).Seen(Failed()).Give(new PauseEnded("anna"));
        Assert.DoesNotContain(desk.Steps, step => step.Event is IncidentEvent.Paused or IncidentEvent.Opened);
    }

    [Fact]
    public void Blind_ForLong_IsOpenUntilWeSeeAgain()
    {
        var desk = Desk.Watching().Give(new UnitUnseen(new Reason("bus-lost", "the bus does not answer"))).Wait(Min(6));
        Assert.Equal("Opened blind", desk.Told);
        Assert.Equal(AlertLevel.Critical, desk.Steps[0].Level);
        desk.After(Min(1)).Seen().Healthy();
        Assert.Equal("Opened blind; Recovered watching", desk.Told);
    }

    [Fact]
    public void Restarted_AndTheManagerRefuses_IsToldLoudOnceAndRetriesAreNoNews()
    {
        var desk = Desk.Watching().Restarted().Ended(RestartResult.Denied);
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Also was-denied", desk.Told);
        Assert.Equal((AlertLevel.Critical, 0, true), (desk.Steps[^1].Level, desk.Steps[^1].Restarts, desk.Steps[^1].RestartFailed));

        var end = desk.Now + H(6);
        while (desk.Now < end)
        {
            desk.After(S(15)).Fail();
            if (desk.State.Action is not null) desk.LookBad().Ended(RestartResult.Denied);
        }

        Assert.True(desk.Steps.Count > 10);
        Assert.All(desk.Steps.Skip(3).Where(step => step.Event == IncidentEvent.Acted), step => Assert.True(step.Again));
        Assert.DoesNotContain(desk.Steps.Skip(3), step => step.Event is not (IncidentEvent.Began or IncidentEvent.Acted));
        Assert.Equal(0, desk.State.Incident!.Restarts);
    }

    [Fact]
    public void Restarted_AndFailedAgainWeeksLater_IsToldAgain()
    {
        var desk = Desk.Watching().Restarted().Ended(RestartResult.Denied).After(S(15)).Healthy().Healthy().Healthy();
        Assert.Equal("Recovered watching", Tell.It(desk.Steps[^1]));
        desk.Steps.Clear();
        desk.After(TimeSpan.FromDays(10)).Restarted().Ended(RestartResult.Denied);
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Also was-denied", desk.Told);
    }

    [Fact]
    public void Warned_WithinAStory_IsAlso()
    {
        var desk = Desk.Watching(Policy(Liveness, Deep)).Restarted().Renewed("b");
        for (var i = 0; i < 3; i++) desk.After(S(15)).AlertOnly(Deep);
        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Also restart-cannot-help", desk.Told);
    }

    [Fact]
    public void Restarted_ForAnotherCheckThanTheStoryBeganWith_IsToldWithTheCauseOfTheRestart()
    {
        var desk = Desk.Watching(Policy(Liveness, Memory)).Restarted().Renewed("b").After(Min(3)).Fail(Memory, 20);
        desk.LookBad(Memory);

        Assert.Equal("Began timeout-first-byte; Acted timeout-first-byte; Began timeout-first-byte; Acted timeout-first-byte", desk.Told);
        Assert.Equal([Liveness, Liveness, Memory, Memory], desk.Steps.Select(step => step.Cause));
        Assert.Single(desk.Steps.Select(step => step.Incident).Distinct());
    }

    [Fact]
    public void Rebooted_InTheMiddle_KeepsItsAge()
    {
        var desk = Desk.Watching().Restarted().Renewed("b").After(S(10));
        var lasted = desk.Now - desk.State.Incident!.Since;
        desk.State = desk.State.Rebase(-desk.Now);
        Assert.Equal(-lasted, desk.State.Incident!.Since);
    }

    [Fact]
    public void Advance_OnceMoreFromTheStateBefore_TellsTheSameUnderTheSameKey()
    {
        var desk = Desk.Watching().Fail(times: 3);
        var (state, now) = (desk.State, desk.Now);
        desk.LookBad();
        var told = desk.Steps[^1];
        (desk.State, desk.Now) = (state, now);
        desk.LookBad();
        Assert.Equal(told, desk.Steps[^1]);
    }

    [Fact]
    public void Held_ForADependencyAndAgainDaysLater_IsNotRemindedAtOnce()
    {
        var desk = Desk.Watching(Policy(Deep) with { DependsOn = ["db"] });
        HeldForDatabase(desk);
        desk.Give(new DependencySeen("db", null)).After(S(60)).Healthy().Healthy().Healthy();
        Assert.Equal(Phase.Watching, desk.State.Phase);
        desk.After(TimeSpan.FromDays(3));
        HeldForDatabase(desk);
        desk.Wait(Min(1));
        Assert.Empty(desk.Steps);
        desk.Wait(TimeSpan.FromDays(1));
        Assert.Equal("Reminded dependency", desk.Told);
    }

    private static void HeldForDatabase(Desk desk)
    {
        for (var i = 0; i < 3; i++) desk.After(S(60)).Give(new DependencySeen("db", new Reason("refused", "nobody listens"))).Fail(Deep);
        Assert.Equal(Hold.Dependency, desk.State.Hold);
    }

    private static Desk Storming()
    {
        var desk = Desk.Watching(Policy(Liveness) with { Backoff = new Backoff(S(10), S(20)) });
        for (var i = 0; i < 3; i++) desk.Restarted().Renewed($"r{i}").After(S(5)).Healthy().After(Min(1));
        return desk.Fail(times: 3);
    }

    private static void Crash(Desk desk, int run)
    {
        desk.After(S(40)).Seen(Any.Unit($"i{run}", UnitState.Activating) with { SubState = "auto-restart", Result = "signal", AutoRestarts = run });
        desk.After(S(1)).Seen(Any.Unit($"i{run + 1}") with { AutoRestarts = run + 1, StartedAt = desk.Now }).Healthy();
    }
}
