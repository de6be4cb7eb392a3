using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

/// <summary>Many services at once: held for a while, then one by one.</summary>
public class CorrelationTests
{
    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(2, 2, false)]
    [InlineData(3, 7, true)]
    [InlineData(3, 8, false)]
    [InlineData(4, 10, true)]
    [InlineData(39, 100, false)]
    [InlineData(400, 1000, true)]
    public void IsMany_SuspectOfWatched_IsThreeAndFortyPercent(int suspect, int watched, bool many) =>
        Assert.Equal(many, new Crowd(suspect, watched, default).IsMany);

    [Fact]
    public void LastLook_AmongMany_HoldsUntilTheHoldIsOverAndSaysItOnce()
    {
        var desk = Desk.Watching().Fail(times: 3);
        var began = desk.Now + S(3);
        Look(desk, 4, 5, began);
        Assert.Equal("call off host-incident; -> Holding host-incident", desk.Said);
        Assert.Equal(Hold.Host, desk.State.Hold);
        desk.All.Clear();

        while (desk.Now + S(15) < began + Min(5)) desk.After(S(15)).Fail();
        Assert.Equal(["not acting host-incident"], desk.All.Select(Tell.It));
        Assert.Equal(began + Min(5), Expiry.NextDue(desk.Policy, desk.State, desk.Now));
        desk.After(S(15)).Fail();
        Assert.Equal("begin RestartIfHung timeout-first-byte; -> Acting timeout-first-byte", desk.Said);
        Look(desk, 4, 5, began);
        Assert.Equal("restart RestartIfHung timeout-first-byte", desk.Said);
        Assert.Null(desk.State.Host!.Held);
    }

    [Fact]
    public void LastLook_AmongFew_Restarts()
    {
        var desk = Desk.Watching().Fail(times: 3);
        Look(desk, 2, 5, desk.Now + S(3));
        Assert.Equal("restart RestartIfHung timeout-first-byte", desk.Said);
    }

    [Fact]
    public void LastLook_AfterTheHoldWhileAnotherIsRestarted_WaitsForItsTurnButNotForEver()
    {
        var desk = Desk.Watching().Fail(times: 3);
        var began = desk.Now - Min(5);
        Look(desk, 4, 5, began, waits: true);
        Assert.Equal("call off host-incident; -> Holding host-incident", desk.Said);
        desk.After(S(14)).Fail();
        Assert.Equal("not acting host-incident", desk.Said);
        desk.After(S(15)).Fail();
        Assert.Equal(Phase.Acting, desk.State.Phase);

        Look(desk, 4, 5, began, waits: true);
        Assert.Equal(Phase.Holding, desk.State.Phase);
        desk.After(H(1)).Fail();
        Look(desk, 4, 5, began, waits: true);
        Assert.Equal("restart RestartIfHung timeout-first-byte", desk.Said);
    }

    [Fact]
    public void LastLook_OfAFailedUnitAmongMany_IsHeldAndStartedAfterwards()
    {
        var desk = Desk.Watching().Seen(Failed());
        desk.Give(new LastLookEnded(desk.State.Epoch, null, desk.Unit) { Crowd = new Crowd(3, 3, desk.Now) });
        Assert.Equal("call off host-incident; not acting host-incident; -> Holding host-incident", desk.Said);
        desk.Wait(Min(5));
        Assert.Equal("begin EnsureUp unit-failed; -> Acting unit-failed", desk.Said);
    }

    [Fact]
    public void JudgedAnew_WhileHeld_EndsTheHoldAndTheRow()
    {
        var desk = Desk.Watching().Fail(times: 3);
        Look(desk, 3, 5, desk.Now);
        desk.After(S(20)).Give(new JudgedAnew(new Reason("host-incident-over", "fewer services are suspect")));
        Assert.Equal("-> Watching host-incident-over", desk.Said);
        desk.After(S(15)).Fail(times: 2);
        Assert.Equal(Phase.Suspect, desk.State.Phase);
        desk.After(S(15)).Fail();
        Assert.Equal(Phase.Acting, desk.State.Phase);
    }

    [Fact]
    public void Pass_WhileHeld_FreesIt()
    {
        var desk = Desk.Watching().Fail(times: 3);
        Look(desk, 3, 5, desk.Now);
        desk.Pass().Pass();
        Assert.Equal((Phase.Watching, null), (desk.State.Phase, desk.State.Host!.Held));
    }

    public static TheoryData<string, bool> Standings => new()
    {
        { "Watching", false }, { "Starting", false }, { "Suspect", true }, { "Acting", true }, { "Acting, asked", true },
        { "Holding, storm", false }, { "Holding, ineffective", false }, { "Holding, host", true }, { "Paused", false }, { "Stopped", false }, { "Blind", false },
        { "Verifying", false },
    };

    [Theory]
    [MemberData(nameof(Standings))]
    public void IsSuspect_ByPhase_IsWhatFailsNow(string phase, bool suspect)
    {
        var desk = Tables.Standing.In(phase);
        Assert.Equal(suspect, Crowd.IsSuspect(desk.Policy, desk.State, desk.Now));
        Assert.Equal(phase is not ("Paused" or "Stopped" or "Blind"), Crowd.Counts(desk.State));
    }

    [Fact]
    public void IsSuspect_VerifyingWithAFailingCheck_IsSuspect()
    {
        var desk = Tables.Standing.In("Verifying").Fail();
        Assert.True(Crowd.IsSuspect(desk.Policy, desk.State, desk.Now));
    }

    [Fact]
    public void IsSuspect_WhatFailsForLongOrCannotBeMended_IsAMatterOfItsOwn()
    {
        var desk = Tables.Standing.In("Suspect");
        Assert.True(Crowd.IsSuspect(desk.Policy, desk.State, desk.Now + Min(10)));
        Assert.False(Crowd.IsSuspect(desk.Policy, desk.State, desk.Now + Min(15)));
        desk.AlertOnly();
        Assert.Equal(Phase.Suspect, desk.State.Phase);
        Assert.False(Crowd.IsSuspect(desk.Policy, desk.State, desk.Now));
    }

    private static void Look(Desk desk, int suspect, int watched, TimeSpan since, bool waits = false) =>
        desk.After(S(3)).Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit) { Crowd = new Crowd(suspect, watched, since, waits) });
}
