using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class BudgetTests
{
    private static readonly Budget s_three = new(3, Min(30));

    private static LedgerEntry Ours(double minute, int count = 1) => new(Min(minute), StartKind.Ours, Liveness, count);

    [Fact]
    public void Spent_ThreeWithinHalfAnHour_UntilTheFirstLeavesTheWindow()
    {
        Assert.False(StormRule.Spent(s_three, [Ours(0), Ours(5)], null, Min(10)));
        Assert.True(StormRule.Spent(s_three, [Ours(0), Ours(5), Ours(10)], null, Min(30) - S(1)));
        Assert.False(StormRule.Spent(s_three, [Ours(0), Ours(5), Ours(10)], null, Min(30)));
    }

    [Fact]
    public void Count_ByKind_OperatorsAreNotCountedAndAutomaticOnesEach()
    {
        var operators = new LedgerEntry(Min(1), StartKind.Operator, "");
        var automatic = new LedgerEntry(Min(1), StartKind.Automatic, "", 4);
        Assert.Equal(5, StormRule.Count(s_three, [operators, automatic, operators, Ours(2)], null, Min(3)));
        Assert.Equal(1, StormRule.Count(s_three, [operators, automatic, Ours(2)], Min(2), Min(3)));
    }

    /// <summary>Three restarts in a row, each cured for a moment so that none is ineffective.</summary>
    private static Desk Stormy()
    {
        var desk = Desk.Watching(Policy(Liveness, Deep) with { Backoff = new Backoff(S(1), S(1)) });
        foreach (var instance in new[] { "b", "c", "d" }) desk.Restarted().Renewed(instance).Healthy().After(Min(1));
        desk.All.Clear();
        return desk.Fail(times: 3);
    }

    [Fact]
    public void Advance_FourthInHalfAnHour_IsAStorm()
    {
        var desk = Stormy();
        Assert.Equal(["-> Suspect timeout-first-byte", "Critical storm", "not acting storm", "-> Holding storm"], desk.All.Select(Tell.It));
        Assert.Equal(Hold.Storm, desk.State.Hold);
        Assert.Equal(desk.Now, desk.State.StormSince);
    }

    [Fact]
    public void Advance_StormAndHardCause_OneTryAnHour()
    {
        var desk = Stormy();
        var storm = desk.Now;
        while (desk.Now < storm + H(1)) desk.Fail().After(S(15));
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
        desk.LookBad().Renewed("e");
        var tried = desk.State.Ledger[^1].At;
        desk.Healthy().All.Clear();
        while (desk.Now < tried + H(1)) desk.Fail().After(S(15));
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_StormAndSoftCause_IsHeldUntilRearmed()
    {
        var desk = Stormy().Pass().Pass();
        desk.All.Clear();
        for (var i = 0; i < 1000; i++) desk.Fail(Deep).After(S(60));
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Give(new Rearmed("anna")).Fail(Deep);
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_HalfOpenTryIsDueButTheBudgetIsSpent_IsHeld()
    {
        var desk = Stormy();
        desk.Now = desk.State.StormSince!.Value + H(1);
        desk.Seen(Any.Unit("e") with { AutoRestarts = 3, StartedAt = desk.Now }).Healthy().Fail(times: 3);
        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_PassingWhileTheCircuitIsOpen_IsDegradedUntilItCloses()
    {
        var desk = Stormy().Pass().Pass();
        Assert.Equal((Phase.Watching, Verdict.Degraded), (desk.State.Phase, Judge.Of(desk.Policy, desk.State)));

        desk.Wait(Min(10));
        Assert.Equal(Verdict.Healthy, Judge.Of(desk.Policy, desk.State));
    }

    [Fact]
    public void Advance_TenHealthyMinutes_CloseTheCircuitAndTheNextStormIsLoudAgain()
    {
        var desk = Stormy().Pass().Pass().Wait(Min(10));
        Assert.Equal("Info storm-over", desk.Said);
        Assert.Null(desk.State.StormSince);
        Assert.DoesNotContain("storm", desk.State.Alerted);
    }

    [Fact]
    public void Advance_Rearmed_TheWholeBudgetIsThereAgain()
    {
        var desk = Stormy().Give(new Rearmed("anna"));
        Assert.Equal("-> Suspect rearmed", desk.Said);
        Assert.Equal(0, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, desk.State.RearmedAt, desk.Now + S(1)));

        desk.After(S(15)).Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Advance_HeldForDays_RemindsOnceADay()
    {
        var desk = Stormy();
        desk.Policy = desk.Policy with { HalfOpenEvery = TimeSpan.FromDays(30) };
        var held = desk.Now;
        desk.All.Clear();
        while (desk.Now < held + TimeSpan.FromDays(3)) desk.After(Min(1)).Fail();

        var reminders = desk.All.OfType<Alert>().ToList();
        Assert.Equal(3, reminders.Count);
        Assert.All(reminders, alert => Assert.StartsWith("still held: ", alert.Reason.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Record_HundredsOfOperatorStarts_PushNothingOutThatCounts()
    {
        var desk = Desk.Watching(Policy(Liveness)).Restarted().Renewed("b").Healthy();
        for (var i = 0; i < 500; i++) desk.After(S(1)).Seen(Any.Unit($"by-hand-{i}") with { StartedAt = desk.Now });

        Assert.Equal(200, desk.State.Ledger.Length);
        Assert.Equal(1, StormRule.Count(desk.Policy.Budget, desk.State.Ledger, null, desk.Now));
    }
}
