using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class PauseTests
{
    [Fact]
    public void PauseEnded_ByHand_Resumes()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("maintenance", desk.Now + H(1)));
        Assert.Equal("paused for 1 h: maintenance", desk.State.PhaseReason.Sentence);
        desk.Give(new PauseEnded("anna"));
        Assert.Equal("-> Watching resumed", desk.Said);
        desk.Give(new PauseEnded("anna"));
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void Pauses_ThatOverlap_HoldUntilTheLastIsOver()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("a deploy", desk.Now + H(1), PauseKind.Lease, "lease"));
        desk.Give(new PauseSet("the night", desk.Now + H(2), PauseKind.Window, "window"));
        desk.Give(new PauseSet("anna", desk.Now + Min(10), PauseKind.Timed, "timed"));
        Assert.Equal(desk.Now + H(2), PauseRules.Until(desk.State, desk.Now));

        Assert.Equal("Info pause-over", desk.Wait(Min(10)).Said);
        desk.Give(new PauseEnded("the command has ended", "lease"));
        Assert.Equal("", desk.Said);
        Assert.Equal(Phase.Paused, desk.State.Phase);

        Assert.Equal("-> Watching resumed", desk.Wait(H(2) - Min(10)).Said);
        Assert.Empty(desk.State.Pauses);
    }

    [Fact]
    public void Lease_WhoseOwnerDied_EndsAtOnceAndThatIsSaid()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("a deploy", desk.Now + H(1), PauseKind.Lease, "lease"));
        desk.Give(new PauseEnded("its owner died", "lease", OwnerGone: true));
        Assert.Equal("Warning pause-owner-gone; -> Watching resumed", desk.Said);
    }

    [Theory]
    [InlineData("drill 1", true, true)]
    [InlineData("drill 1", false, false)]       // systemd's restart is one job, which goes on
    [InlineData("lease 1", true, false)]        // a deploy may have stopped it on purpose
    public void Lease_OfADrillThatDiedBetweenStopAndStart_StartsWhatItLeftDown(string id, bool restartStops, bool starts)
    {
        var desk = Desk.Watching();
        desk.Seen(desk.Unit with { RestartStops = restartStops });
        desk.Give(new PauseSet("a drill", desk.Now + H(1), PauseKind.Lease, id));
        desk.After(S(5)).Give(new PauseEnded("its owner died", id, OwnerGone: true));

        desk.After(S(1)).Seen();        // its stop has not begun to show
        desk.After(S(2)).Seen(desk.Unit with { State = UnitState.Deactivating });
        desk.After(S(8)).Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob, MainPid = 0 });
        desk.Wait(Min(10));

        Assert.Equal(starts, desk.All.OfType<BeginAction>().Any(action => action.Intent == Intent.EnsureUp));
    }

    [Fact]
    public void Lease_WhoseTimeIsUp_EndsAndThatIsSaid()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("a deploy", desk.Now + H(1), PauseKind.Lease, "lease"));
        Assert.Equal("Warning pause-over; -> Watching resumed", desk.Wait(H(1)).Said);
    }

    [Fact]
    public void Resumed_WithALease_WaitsHalfAMinuteForItsOwner()
    {
        var desk = Desk.Watching();
        var until = desk.Now + H(1);
        desk.Give(new PauseSet("a deploy", until, PauseKind.Lease, "back")).Give(new PauseSet("anna", until, PauseKind.Timed, "timed"));
        desk.Give(new PauseSet("a deploy", until, PauseKind.Lease, "gone")).Give(new Resumed("the daemon started")).Seen();
        Assert.Equal(desk.Now + S(30), Expiry.NextDue(desk.Policy, desk.State, desk.Now));
        desk.Wait(S(20)).Give(new Resumed("once more")).Seen();

        desk.Give(new PauseSet("a deploy", until, PauseKind.Lease, "back"));
        Assert.Equal("Warning pause-owner-gone", desk.Wait(S(10)).Said);

        Assert.Equal(["timed", "back"], desk.State.Pauses.Select(pause => pause.Id).OrderDescending());
        Assert.All(desk.State.Pauses, pause => Assert.Equal((until, false), (pause.Until, pause.Awaited)));
        Assert.Equal(Phase.Paused, desk.State.Phase);
    }

    [Fact]
    public void Resume_InAWindow_LiftsThisOneAndNotTheNext()
    {
        var desk = Desk.Watching();
        var closes = desk.Now + H(1);
        desk.Give(new PauseSet("the night", closes, PauseKind.Window, "window")).Give(new PauseEnded("anna"));
        Assert.Equal("-> Watching resumed", desk.Said);

        desk.Give(new PauseSet("the night", closes + S(5), PauseKind.Window, "window"));      // the clock was set
        Assert.Equal(Phase.Watching, desk.State.Phase);
        Assert.Equal("", desk.Wait(H(1) + S(5)).Said);

        desk.Give(new PauseSet("the night", desk.Now + H(1), PauseKind.Window, "window"));
        Assert.Equal("-> Paused paused", desk.Said);
    }

    [Fact]
    public void Pause_SetAgain_IsRenewedAndTheSameIsNothingNew()
    {
        var desk = Desk.Watching();
        var set = new PauseSet("a deploy", desk.Now + H(1), PauseKind.Lease, "lease");
        desk.Give(set).Give(set);
        Assert.True(desk.Ignored);

        desk.Give(set with { Until = desk.Now + Min(5) });
        Assert.Equal(desk.Now + Min(5), Assert.Single(desk.State.Pauses).Until);
    }

    [Fact]
    public void Pause_ForLongerThanAnyMayBe_IsCutShort()
    {
        var desk = Desk.Watching().Give(new PauseSet("for ever", TimeSpan.MaxValue));
        Assert.Equal(desk.Now + TimeSpan.FromDays(7), Assert.Single(desk.State.Pauses).Until);
    }

    [Fact]
    public void Pauses_MoreThanMayStand_AreNotTaken()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 40; i++) desk.Give(new PauseSet("again", desk.Now + H(1), PauseKind.Timed, $"{i}"));
        Assert.Equal(32, desk.State.Pauses.Length);
    }

    [Fact]
    public void Pause_OverAtOnce_IsNothing()
    {
        var desk = Desk.Watching();
        Assert.True(desk.Give(new PauseSet("late", desk.Now)).Ignored);
    }

    [Fact]
    public void Failures_WhilePaused_AreNoPartOfARow()
    {
        var desk = Desk.Watching().Fail(times: 2);
        desk.Give(new PauseSet("maintenance", desk.Now + H(1))).After(S(15)).Fail(times: 20);
        Assert.Equal(Verdict.Unhealthy, Judge.Of(desk.State.Check(Liveness)));

        desk.Give(new PauseEnded("anna"));
        Assert.Equal("-> Watching resumed", desk.Said);
        desk.After(S(15)).Fail(times: 2);
        Assert.Empty(desk.All.OfType<BeginAction>());
        desk.After(S(15)).Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Trial_WhilePaused_ProvesNothing()
    {
        var desk = Desk.Watching(Policy() with { StartupGate = S(20), Checks = [Check(Liveness)] });
        desk.Restarted().Renewed("b");
        desk.Give(new PauseSet("maintenance", desk.Now + H(1))).After(S(30)).Fail(times: 5);
        Assert.Empty(desk.State.Ineffective);

        desk.Give(new PauseEnded("anna"));
        Assert.Null(desk.State.Trial);
        Assert.Empty(desk.State.Ineffective);
    }

    /// <summary>Whatever was set, ended, lost and restarted: with nothing but time passing on, it is over.</summary>
    [Fact]
    public void Pause_InTenThousandHistories_IsOverWithinAWeekOfTheLastInput()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var desk = Desk.Watching();
            for (var i = random.Next(1, 40); i > 0; i--) desk.After(S(random.Next(4000))).Give(AnyInput(random, desk.Now));

            var last = desk.Now;
            desk.Give(new Tick());
            while (Expiry.NextDue(desk.Policy, desk.State, desk.Now) is { } due && desk.State.Pauses.Length > 0) desk.Wait(due - desk.Now);
            Assert.True(desk.Now - last <= TimeSpan.FromDays(7), $"seed {seed}: over only at {desk.Now}, the last input was at {last}");
            Assert.True(desk.State.Phase != Phase.Paused && desk.State.Pauses.IsEmpty, $"seed {seed}: still {desk.State}");
        }
    }

    private static Input AnyInput(Random random, TimeSpan now)
    {
        var kind = (PauseKind)random.Next(3);
        var id = $"{kind} {random.Next(4)}";
        return random.Next(8) switch
        {
            0 => new PauseEnded("by hand"),
            1 => new PauseEnded("its owner died", id, OwnerGone: random.Next(2) == 0),
            2 => new Resumed("the daemon started"),
            3 => new UnitSeen(random.Next(2) == 0 ? Any.Unit() : Failed()),
            4 => new Observed(Desk.Bad()),
            5 => new PauseSet("for ever", TimeSpan.MaxValue, kind, id),
            _ => new PauseSet("maintenance", now + S(random.Next(-100, 100_000)), kind, id),
        };
    }
}
