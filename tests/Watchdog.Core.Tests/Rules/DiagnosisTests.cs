using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class DiagnosisTests
{
    private static readonly Signals s_ours = new() { Listening = Listening.Ours, Waiting = 0, WaitingLimit = 16, Activity = ProcessActivity.Working };
    private static readonly Signals s_stopped = s_ours with { Waiting = 1, IsMoving = false, Activity = ProcessActivity.Stopped };
    private static readonly Signals s_behind = s_ours with { Waiting = 5, IsMoving = true };
    private static readonly Signals s_others = s_ours with { Listening = Listening.Other, Holder = "PID 7 (nc) of no unit" };

    /// <summary>One that asks a place, well for an hour; who listens there was seen.</summary>
    private static Desk Watching()
    {
        var desk = Desk.Watching(Policy(Liveness) with { Checks = [Check(Liveness) with { Diagnosable = true }] });
        desk.Give(Around(desk, s_ours));
        desk.All.Clear();
        return desk;
    }

    private static Diagnosed Around(Desk desk, Signals seen) => new(Liveness, desk.State.Instance, seen);

    /// <summary>Fails, is diagnosed, and so on.</summary>
    private static Desk Fail(Desk desk, Signals seen, int times, string code = "timeout-first-byte", double every = 15)
    {
        for (var i = 0; i < times; i++)
        {
            desk.After(S(every)).Give(new Observed(Desk.Bad(Liveness, code)));
            if (desk.State.Action is null) desk.Give(Around(desk, seen));
        }

        return desk;
    }

    private static Desk LookBad(Desk desk, Signals seen) => desk.After(S(1)).Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit, seen));

    [Fact]
    public void Advance_FirstPassOfAnInstance_AsksWhoListens()
    {
        var desk = new Desk(Policy(Liveness) with { Checks = [Check(Liveness) with { Diagnosable = true }, Check(Deep) with { Diagnosable = true }] });
        desk.Seen();
        Assert.Contains("diagnose liveness's listener", desk.Pass().Said, StringComparison.Ordinal);
        desk.Pass().Pass(Deep).Pass(Deep);
        Assert.Single(desk.All.OfType<Diagnose>());

        desk.Seen(Any.Unit("b") with { StartedAt = desk.Now }).Pass();
        Assert.Equal(2, desk.All.OfType<Diagnose>().Count());
    }

    [Fact]
    public void Advance_PassesAgain_AsksWhoListensNow()
    {
        var desk = Fail(Watching(), s_ours with { Listening = Listening.Nobody }, 1, "refused");
        Assert.Contains("diagnose liveness's listener", desk.After(S(15)).Pass().Said, StringComparison.Ordinal);

        desk.Give(Around(desk, s_others)).Pass();
        Assert.Equal("foreign-listener", Assert.Single(desk.All.OfType<Alert>()).Reason.Code);
    }

    [Fact]
    public void Advance_FailedLooks_AreDiagnosedUntilTheThresholdIsPast_ThenOncePerMinute()
    {
        var desk = Watching();
        desk.Give(new PauseSet("so that nothing acts", desk.Now + H(10)));
        Fail(desk, s_behind, 3);
        Assert.Equal(3, desk.All.OfType<Diagnose>().Count());

        Fail(desk, s_behind, 8);
        Assert.Equal(5, desk.All.OfType<Diagnose>().Count());
    }

    [Fact]
    public void Advance_Wedged_ActsAtItsThreshold_AndSaysBoth()
    {
        var desk = Fail(Watching(), s_stopped, 3);
        var begin = Assert.Single(desk.All.OfType<BeginAction>());
        Assert.Equal("stopped: its process is stopped (SIGSTOP, or a debugger); no answer in 10 s (liveness, 3 in a row)", begin.Reason.ToString());
    }

    [Fact]
    public void Advance_NotCorroborated_ActsAtTwiceItsThreshold()
    {
        var desk = Fail(Watching(), s_ours, 5);
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Equal("accepted-silent", Assert.Single(desk.All.OfType<NotActing>()).Reason.Code);

        LookBad(Fail(desk, s_ours, 1), s_ours);
        Assert.Equal("accepted-silent", Assert.Single(desk.All.OfType<Restart>()).Reason.Code);
    }

    [Fact]
    public void Advance_Overloaded_NeverActs_AndSaysSoOnce()
    {
        var desk = Fail(Watching(), s_behind, 200);
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Equal("overloaded", Assert.Single(desk.All.OfType<Alert>()).Reason.Code);
        Assert.Single(desk.All.OfType<NotActing>());
    }

    [Fact]
    public void Advance_OverloadedThenStandingStill_Acts()
    {
        var desk = Fail(Fail(Watching(), s_behind, 5), s_stopped, 2);
        Assert.Single(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_PoolHeldByClients_ActsOnlyWhenItLasts()
    {
        var held = s_ours with { InUse = 4, LeftOpen = 0 };
        var desk = Fail(Watching(), held, 4, "status-503-empty");
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Equal("pool-held", Assert.Single(desk.All.OfType<Alert>()).Reason.Code);

        Fail(desk, held, 1, "status-503-empty");
        Assert.Equal("pool-held", Assert.Single(desk.All.OfType<BeginAction>()).Reason.Code);
    }

    [Fact]
    public void Advance_PoolStuck_ActsAtItsThreshold()
    {
        var desk = Fail(Watching(), s_ours with { InUse = 0, LeftOpen = 4 }, 3, "status-503-empty");
        Assert.Equal("pool-stuck", Assert.Single(desk.All.OfType<BeginAction>()).Reason.Code);
    }

    [Fact]
    public void Advance_AnotherListens_NeverActsWhateverFails_AndAlertsAtOnce()
    {
        var desk = Fail(Watching(), s_others, 50, "refused");
        Assert.Empty(desk.All.OfType<BeginAction>());
        var alert = Assert.Single(desk.All.OfType<Alert>());
        Assert.Equal((AlertLevel.Critical, "foreign-listener"), (alert.Level, alert.Reason.Code));
        Assert.Contains("PID 7 (nc)", alert.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Advance_AnotherAnswersWell_IsSuspectUntilItIsGone()
    {
        var desk = Watching();
        desk.Give(Around(desk, s_others with { IsOrphan = true }));
        Assert.Equal((Phase.Suspect, "orphan-listener"), (desk.State.Phase, desk.State.PhaseReason.Code));
        Assert.Equal(Verdict.Degraded, Judge.Of(desk.Policy, desk.State));

        desk.After(S(15)).Pass();
        Assert.Equal(Phase.Suspect, desk.State.Phase);
        Assert.Equal("diagnose liveness's listener", desk.After(Min(5)).Pass().Said);
        desk.Give(Around(desk, s_ours));
        Assert.Equal(Phase.Watching, desk.State.Phase);
    }

    [Fact]
    public void LastLook_SeesItAtWorkAfterAll_CallsOff()
    {
        var desk = LookBad(Fail(Watching(), s_stopped, 3), s_behind);
        Assert.Equal("overloaded", Assert.Single(desk.All.OfType<CallOff>()).Reason.Code);
        Assert.Empty(desk.All.OfType<Restart>());
    }

    [Fact]
    public void Restart_Wedged_KillsSoonerByWhatHasPassed_NeverWithin5SecondsOfSigterm()
    {
        Assert.Equal(S(5), KillAfter(looksEvery: 15, s_stopped));
        Assert.Equal(S(20 - 13), KillAfter(looksEvery: 6, s_stopped));
        Assert.Equal(S(20), KillAfter(looksEvery: 15, new Signals()));

        static TimeSpan? KillAfter(double looksEvery, Signals seen)
        {
            var desk = Fail(Watching(), seen, 3, every: looksEvery);
            return Assert.Single(LookBad(desk, seen).All.OfType<Restart>()).KillAfter;
        }
    }

    [Fact]
    public void EnsureUp_AnotherHoldsItsPlace_IsNotStartedUntilItIsGone()
    {
        var desk = Watching().Seen(Failed());
        for (var i = 0; i < 20; i++)
        {
            desk.Give(new LastLookEnded(desk.State.Epoch, null, desk.Unit, s_others));
            Assert.Null(desk.State.Action);
            desk.Wait(S(30));
        }

        Assert.Empty(desk.All.OfType<Restart>());
        Assert.Single(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "foreign-listener");

        desk.Give(new LastLookEnded(desk.State.Epoch, null, desk.Unit, s_ours with { Listening = Listening.Nobody }));
        Assert.Single(desk.All.OfType<Restart>());
    }

    /// <summary>What barred the restart of the instance before must not bar the start of the unit: that is asked anew, at each last look.</summary>
    [Fact]
    public void EnsureUp_AfterAnotherWasSeenToAnswer_IsStartedOnceItIsGone()
    {
        var desk = Watching();
        desk.Give(Around(desk, s_others)).Seen(Failed());
        Assert.Single(desk.Fell.OfType<BeginAction>());

        desk.Give(new LastLookEnded(desk.State.Epoch, null, desk.Unit, s_others)).Wait(S(30));
        desk.Give(new LastLookEnded(desk.State.Epoch, null, desk.Unit, s_ours with { Listening = Listening.Nobody }));
        Assert.Single(desk.All.OfType<Restart>());
    }

    /// <summary>A check of something that belongs to somebody else bars no restart for another cause.</summary>
    [Fact]
    public void Advance_AnotherAnswersAnAuxiliaryCheck_ActsOnTheWedgeAllTheSame()
    {
        var desk = Desk.Watching(Policy(Liveness) with { Checks = [Check(Liveness) with { Diagnosable = true }, Check(Deep) with { Diagnosable = true }] });
        desk.Give(new Diagnosed(Deep, desk.State.Instance, s_others));
        Assert.Single(Fail(desk, s_stopped, 3).All.OfType<BeginAction>());
    }

    [Fact]
    public void Diagnosed_NothingCouldBeSeen_TakesNothingBack()
    {
        var desk = Fail(Watching(), s_behind, 1);
        desk.Give(Around(desk, new Signals()));
        Assert.Equal(Meaning.Overloaded, desk.State.Check(Liveness).Diagnosis!.Meaning);

        desk.Give(Around(desk, s_others)).Give(Around(desk, s_ours with { Listening = Listening.Unseen }));
        Assert.True(desk.State.Check(Liveness).AnsweredByAnother);
        Assert.False(desk.Give(Around(desk, s_ours)).State.Check(Liveness).AnsweredByAnother);
    }

    [Fact]
    public void Trial_AnsweredByAnOrphan_IsNoRecovery()
    {
        var desk = LookBad(Fail(Watching(), s_stopped, 3), s_stopped).Renewed("b");
        desk.Healthy();
        Assert.Equal(Phase.Verifying, desk.State.Phase);

        desk.Give(Around(desk, s_others with { IsOrphan = true })).Pass().Wait(Min(10)).Pass();
        Assert.DoesNotContain(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "recovered");
    }

    [Fact]
    public void Trial_ItsOwnListenerSeen_IsARecovery()
    {
        var desk = LookBad(Fail(Watching(), s_stopped, 3), s_stopped).Renewed("b");
        desk.Healthy().Give(Around(desk, s_ours));
        Assert.Contains(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "recovered");
    }

    /// <summary>A check's place is on another machine, or <c>"listener": "any"</c>: there is nobody to be seen, and no reason to wait for it.</summary>
    [Fact]
    public void Trial_NothingToSeeThere_IsARecoveryAndNotAskedAgain()
    {
        var desk = LookBad(Fail(Watching(), s_stopped, 3), s_stopped).Renewed("b");
        desk.Healthy().Give(Around(desk, new Signals()));
        Assert.Contains(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "recovered");

        desk.All.Clear();
        for (var i = 0; i < 100; i++) desk.After(S(15)).Pass();
        Assert.Empty(desk.All.OfType<Diagnose>());
    }

    [Fact]
    public void Diagnosed_NotLookedAtInTime_IsAskedAgainAfterAMinute()
    {
        var desk = LookBad(Fail(Watching(), s_stopped, 3), s_stopped).Renewed("b").Healthy();
        desk.Give(new Diagnosed(Liveness, desk.State.Instance, null));
        Assert.DoesNotContain(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "recovered");

        desk.All.Clear();
        for (var i = 0; i < 5; i++) desk.After(S(15)).Pass();
        Assert.Single(desk.All.OfType<Diagnose>());
    }

    /// <summary>All processes of the machine are searched for him each time.</summary>
    [Fact]
    public void Passing_AnsweredByAnother_IsAskedEveryFiveMinutes()
    {
        var desk = Watching();
        desk.Give(Around(desk, s_others));
        for (var i = 0; i < 240; i++)
        {
            desk.After(S(15)).Pass();
            if (desk.Fell.OfType<Diagnose>().Any()) desk.Give(Around(desk, s_others));
        }

        Assert.InRange(desk.All.OfType<Diagnose>().Count(), 11, 12);
    }

    /// <summary>A pre-fork server: Linux wakes its blocked workers in turn, so that five fresh connections read the same number.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(5, false)]
    public void CounterFlat_SeveralProcessesHoldTheListener_ProvesNothing(int holders, bool acts)
    {
        var desk = Desk.Watching(Policy(Liveness) with { Checks = [Check(Liveness) with { Diagnosable = true }, Check(Counter) with { Kind = CheckKind.AcceptLoop }] });
        desk.Pass(Counter).Give(Around(desk, s_ours with { Holders = holders }));
        for (var i = 0; i < 20; i++) desk.After(S(15)).Pass().Give(new Observed(Desk.Bad(Counter, "counter-flat")));
        if (!acts)
        {
            Assert.True(desk.Pass(Counter).Ignored);      // nothing new, and nothing to write down
            Assert.Equal((Phase.Watching, Verdict.Healthy), (desk.State.Phase, Judge.Of(desk.Policy, desk.State)));
        }

        Assert.Equal(acts, desk.All.OfType<BeginAction>().Any());
        Assert.Equal(acts ? "counter-flat" : "several-workers", desk.State.Check(Counter).Reason.Code);
    }

    /// <summary>What it was suspected of first is not what is known by now.</summary>
    [Fact]
    public void Suspect_DiagnosedMeanwhile_SaysSo()
    {
        var desk = Fail(Watching(), s_behind, 1);
        desk.After(S(15)).Fail();
        Assert.Equal((Phase.Suspect, "overloaded"), (desk.State.Phase, desk.State.PhaseReason.Code));
    }

    /// <summary>We do not cut in, and nothing else would end it.</summary>
    [Fact]
    public void Fail_WhileItReloadsForLong_IsToldOfOnceAndLeftAlone()
    {
        var desk = Watching().Seen(Any.Unit("a", UnitState.Reloading));
        for (var i = 0; i < 19; i++) desk.After(S(15)).Fail();
        Assert.DoesNotContain(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "manager-at-work");

        for (var i = 0; i < 40; i++) desk.After(S(15)).Fail();
        Assert.Single(desk.All.OfType<Alert>(), alert => alert.Reason.Code == "manager-at-work");
        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Diagnosed_OfAnEarlierInstance_ChangesNothing()
    {
        var desk = Watching().Fail();
        desk.Give(new Diagnosed(Liveness, "earlier", s_others));
        Assert.True(desk.Ignored);
    }
}
