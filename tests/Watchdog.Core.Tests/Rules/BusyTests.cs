using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class BusyTests
{
    private static readonly BusyLook s_three = new(3);
    private static readonly BusyLook s_none = new(0);
    private static readonly BusyLook s_unknown = BusyLook.Unknown(new Reason("timeout", "no answer in 3 s"));

    private static Desk Begun(string check = Deep)
    {
        var desk = Desk.Watching(Policy(check == Liveness ? [Liveness] : [Liveness, check]) with { BusyAtMost = Min(10) }).Fail(check, check == Memory ? 10 : 3);
        desk.After(S(2));
        return desk;
    }

    private static Desk LookBad(Desk desk, BusyLook? busy, string check = Deep) =>
        desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(check), desk.Unit) { Busy = busy });

    private static Desk Further(Desk desk, BusyLook busy)
    {
        desk.After(S(15)).Give(new BusySeen(busy));
        return desk.Give(new Observed(Desk.Bad(Deep)));
    }

    [Theory]
    [InlineData(Deep, true)]
    [InlineData(Memory, true)]
    [InlineData(Liveness, false)]
    public void Begin_AsksForSoftCausesOnly(string check, bool asks) => Assert.Equal(asks, Assert.Single(Begun(check).All.OfType<BeginAction>()).AskBusy);

    [Fact]
    public void LastLook_NothingInFlight_Restarts()
    {
        var restart = Assert.Single(LookBad(Begun(), s_none).Fell.OfType<Restart>());

        Assert.DoesNotContain("interrupted", restart.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void LastLook_WorkInFlight_CallsOffAndSaysUntilWhen()
    {
        var desk = LookBad(Begun(), s_three);

        Assert.Equal("call off busy; -> Holding busy", desk.Said);
        Assert.Equal(Hold.Busy, desk.State.Hold);
        Assert.Matches("^3 in flight, waits until [0-9]{2}:[0-9]{2} UTC at most$", desk.State.PhaseReason.Sentence);
        Assert.Empty(desk.State.Ledger.Where(start => start.Kind == StartKind.Ours));
    }

    [Fact]
    public void Further_NothingInFlightAnyMore_RestartsAtOnce()
    {
        var desk = Further(LookBad(Begun(), s_three), new BusyLook(1));
        Assert.Empty(desk.Fell.OfType<BeginAction>());
        Assert.StartsWith("1 in flight", desk.State.PhaseReason.Sentence, StringComparison.Ordinal);

        desk = Further(desk, s_none);
        Assert.Single(desk.Fell.OfType<BeginAction>());
        Assert.Single(LookBad(desk, s_none).Fell.OfType<Restart>());
        Assert.Null(desk.State.Busy);
    }

    [Theory]
    [InlineData(3.0, "interrupted: 3 in flight")]
    [InlineData(null, "interrupted: what was in flight, which could not be told")]
    public void Further_CeilingReached_RestartsAndSaysWhatItInterrupts(double? count, string said)
    {
        var look = count is null ? s_unknown : new BusyLook(count);
        var desk = LookBad(Begun(), look);
        var began = desk.Now;
        while (!desk.Fell.OfType<BeginAction>().Any()) Further(desk, look);

        Assert.InRange(desk.Now - began, Min(10), Min(10) + S(15));
        Assert.EndsWith(said, Assert.Single(LookBad(desk, look).Fell.OfType<Restart>()).Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void LastLook_NoAnswerAtAll_CountsAsBusy() => Assert.Equal("call off busy; -> Holding busy", LookBad(Begun(), null).Said);

    [Fact]
    public void Consider_HardCauseWhileItWaits_Acts()
    {
        var desk = LookBad(Begun(), s_three).Fail(Liveness, 3);

        Assert.Equal((Liveness, false), (Assert.Single(desk.Fell.OfType<BeginAction>()).Cause, desk.Fell.OfType<BeginAction>().Single().AskBusy));
        Assert.DoesNotContain("interrupted", Assert.Single(desk.LookBad().Fell.OfType<Restart>()).Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Pass_WhileItWaits_EndsTheWaitAndItsCeiling()
    {
        var desk = LookBad(Begun(), s_three).Pass(Deep).Pass(Deep);
        Assert.Null(desk.State.Busy);

        LookBad(desk.After(Min(9)).Fail(Deep, 3), s_three);
        Assert.Equal(Hold.Busy, desk.State.Hold);
        Further(desk.After(Min(5)), s_three);
        Assert.Equal(Hold.Busy, desk.State.Hold);
    }

    [Fact]
    public void Interval_WhileItWaits_IsThatOfARetry()
    {
        var desk = LookBad(Begun(), s_three).Fail(Deep, 30);

        Assert.Equal(S(15), Cadence.Interval(desk.Policy.Find(Deep)!, desk.State));
    }

    [Fact]
    public void Order_SignalConfigured_IsOnTheOrderForALivingProcessOnly()
    {
        var policy = Policy() with { Signal = DumpSignal.Usr1 };
        Assert.Equal(DumpSignal.Usr1, Desk.Watching(policy with { Checks = [Check(Liveness)] }).Restarted().Fell.OfType<Restart>().Single().Signal);
        Assert.Null(Desk.Watching(policy with { Checks = [Check(Liveness)] }).Seen(Failed()).LookBad(null).Fell.OfType<Restart>().Single().Signal);
    }

    [Fact]
    public void Order_ProcessToldByAFile_IsSignalledOnlyWhereItsRunHasBeenAnsweredFor()
    {
        var policy = Policy(Liveness) with { Signal = DumpSignal.Abrt };
        var known = Desk.Watching(policy).Seen(Unit() with { MainPidIsHearsay = true }).Restarted();
        var stranger = Desk.Watching(policy).Seen(Unit("stranger") with { MainPidIsHearsay = true }).After(H(1)).Restarted();

        Assert.Equal(DumpSignal.Abrt, known.Fell.OfType<Restart>().Single().Signal);
        Assert.Null(stranger.Fell.OfType<Restart>().Single().Signal);
    }

    [Fact]
    public void NewInstance_StartedByItsManagerAfterOurSignal_IsOursAndCountsOnce()
    {
        var desk = Desk.Watching(Policy(Liveness) with { Signal = DumpSignal.Abrt }).Restarted();
        desk.Seen(Unit("b") with { StartedAt = desk.Now, AutoRestarts = 1 }).Ended().Healthy();

        Assert.Equal(StartKind.Ours, Assert.Single(desk.All.OfType<Started>()).Kind);
        Assert.Equal(1, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
        Assert.Equal(Phase.Watching, desk.State.Phase);
    }
}
