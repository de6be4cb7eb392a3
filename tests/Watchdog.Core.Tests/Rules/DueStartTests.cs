using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

/// <summary>A service that nobody but us runs, and that is down since we have not started it yet, or have ended it with ourselves.</summary>
public class DueStartTests
{
    private static readonly UnitStatus s_due = Any.Unit("", UnitState.Failed) with { LastEnd = LastEnd.WithUs, StartedAt = null, MainPid = 0 };

    [Fact]
    public void Seen_NeverRun_IsStartedAtOnceAndItCountsForNothing()
    {
        var desk = new Desk(Policy(Liveness)).Seen(s_due);
        Assert.Equal("begin EnsureUp not-started; -> Acting not-started", desk.Said);

        desk.LookBad(null);

        Assert.Equal("restart EnsureUp not-started", desk.Said);
        Assert.Empty(desk.State.Ledger);
        Assert.Equal((null, null, 0), (desk.State.Trial, desk.State.BackoffUntil, desk.State.RestartsInRow));
    }

    [Fact]
    public void Seen_EndedWithUsInItsBackoffAndStorm_IsStartedAtOnceAndAbsolvesNothing()
    {
        var desk = Desk.Watching();
        var history = desk.State with
        {
            BackoffUntil = desk.Now + Min(30),
            HealthySince = null,
            RestartsInRow = 3,
            StormSince = desk.Now,
            Ineffective = [new IneffectiveCount(Cause.Unit, 2, desk.Now)],
        };
        desk.State = history;

        desk.Give(new Resumed("the daemon started")).Seen(s_due).LookBad(null).Seen(Unit("b") with { StartedAt = desk.Now, EndBefore = LastEnd.WithUs });

        Assert.Contains("started Ours", desk.Said, StringComparison.Ordinal);
        Assert.Equal(
            (history.BackoffUntil, 3, history.StormSince, history.Ledger, 2),
            (desk.State.BackoffUntil, desk.State.RestartsInRow, desk.State.StormSince, desk.State.Ledger, Assert.Single(desk.State.Ineffective).Count));
    }

    [Fact]
    public void Seen_Paused_IsStartedWhenThePauseIsOver()
    {
        var desk = Desk.Watching();
        desk.Give(new PauseSet("maintenance", desk.Now + Min(10)));

        desk.Give(new Resumed("the daemon started")).Seen(s_due);
        Assert.DoesNotContain(desk.All, decision => decision is BeginAction);

        desk.Wait(Min(10));
        Assert.Contains("begin EnsureUp not-started", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Seen_NoStartHasEverComeToAnythingAndHeld_IsLeftAlone()
    {
        var desk = new Desk(Policy(Liveness));
        desk.State = desk.State with { Ineffective = [new IneffectiveCount(Cause.Unit, 2, desk.Now)], Ledger = [new LedgerEntry(desk.Now, StartKind.Ours, Cause.Unit)] };

        desk.Seen(s_due);

        Assert.Equal("not acting ineffective; -> Holding ineffective", desk.Said);
    }

    [Fact]
    public void Seen_EndedWhileNobodyLookedAndHeld_StaysHeld()
    {
        var desk = Desk.Watching();
        desk.State = desk.State with
        {
            HealthySince = null,
            Ineffective = [new IneffectiveCount(Cause.Unit, 2, desk.Now)],
            Ledger = [new LedgerEntry(desk.Now, StartKind.Ours, Cause.Unit)],
        };

        desk.Give(new Resumed("the daemon started")).Seen(Failed() with { Result = "", EndBefore = LastEnd.WithUs });

        Assert.Equal("not acting ineffective; -> Holding ineffective", desk.Said);
    }

    [Fact]
    public void LastLook_AllOthersAreToBeStartedToo_IsStarted()
    {
        var desk = new Desk(Policy(Liveness)).Seen(s_due);

        desk.Give(new LastLookEnded(desk.State.Epoch, null, s_due) { Crowd = new Crowd(3, 3, desk.Now) });

        Assert.Single(desk.Fell.OfType<Restart>());
    }

    [Fact]
    public void LastLook_AllOthersEndedWhileWeWereGoneToo_IsStartedAndCounted()
    {
        var gone = Failed() with { Result = "", EndBefore = LastEnd.WithUs };
        var desk = Desk.Watching().Give(new Resumed("the daemon started")).Seen(gone);

        desk.Give(new LastLookEnded(desk.State.Epoch, null, gone) { Crowd = new Crowd(3, 3, desk.Now) });

        Assert.Single(desk.Fell.OfType<Restart>());
        Assert.Single(desk.State.Ledger, start => start.Counts);
    }
}
