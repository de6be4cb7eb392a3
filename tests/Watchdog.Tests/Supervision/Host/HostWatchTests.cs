using Watchdog.Core;

namespace Watchdog.Tests.Supervision.Host;

public sealed class HostWatchTests
{
    private const int IncidentBegan = 565;
    private const int IncidentEnded = 566;
    private static readonly TimeSpan s_hold = TimeSpan.FromMinutes(5);

    [Fact]
    public void Ask_ThreeSuspectInTheSameSecond_IsAnIncidentSaidOnce()
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        rig.Wedge("a").Fail("b", "c");

        Assert.True(Ask(rig, "a").IsMany);
        rig.Wedge("b");
        Assert.True(Ask(rig, "b").IsMany);
        Assert.Equal([IncidentBegan], rig.Self.Log.Ids.Where(id => id >= 560));
        Assert.Contains("3 of 5 services are suspect at once (a, b, c)", string.Join("\n", rig.Self.Log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_TwoSuspectOrFewOfMany_IsNone()
    {
        using var rig = new HostRig("a", "b");
        rig.Wedge("a").Fail("b");
        Assert.False(Ask(rig, "a").IsMany);

        for (var i = 0; i < 8; i++) rig.Add($"n{i}");
        rig.Fail("n1");
        Assert.Equal((3, 10, false), (Ask(rig, "a").Suspect, Ask(rig, "a").Watched, Ask(rig, "a").IsMany));
    }

    [Fact]
    public void Ask_OthersPausedStoppedOrOutOfSight_CountsThemNowhere()
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        rig.Fail("b", "c", "d").Wedge("a");
        rig.Take("b", new PauseSet("maintenance", rig.Time.Uptime + s_hold));
        rig.Take("c", new UnitSeen(Support.FakeUnit.Active("one") with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob }));
        rig.Take("d", new UnitUnseen(new Reason("bus-lost", "the bus does not answer")));

        var crowd = Ask(rig, "a");
        Assert.Equal((1, 2), (crowd.Suspect, crowd.Watched));
    }

    [Fact]
    public void Incident_WithFewerSuspects_EndsByItselfAndAllAreJudgedAnew()
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        rig.Wedge("a").Fail("b", "c");
        Assert.True(Ask(rig, "a").IsMany);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(rig.Nudged);

        rig.Pass("b");
        rig.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["a", "b", "c", "d", "e"], rig.Nudged.Order());
        Assert.Equal([IncidentBegan, IncidentEnded], rig.Self.Log.Ids.Where(id => id >= 560));
        Assert.Equal("host-incident-over", Assert.IsType<JudgedAnew>(Assert.Single(rig.News("a"))).Why.Code);
        Assert.Empty(rig.News("a"));
        Assert.Equal(0, rig["a"].Keeper.State.Check("liveness").Failures);
        Assert.Empty(Late(rig).News("late"));       // what comes after it has nothing to forget
    }

    /// <summary>Else the service would be held to the end of its time, and the incident told a second time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Incident_OfTheRunBefore_EndsWhenFewerAreSuspect(bool inARound)
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        rig.Wedge("a").Fail("b", "c");
        var bad = Observation.Fail("liveness", "timeout-first-byte", "no answer in 10 s") with { Instance = "one" };
        rig.Take("a", rig["a"].Complete(new LastLookEnded(rig["a"].Keeper.State.Epoch, bad, rig["a"].Keeper.State.Unit)));
        Assert.Equal(Hold.Host, rig["a"].Keeper.State.Hold);

        rig.StartAgain();
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(rig.News("a"));        // there are as many still

        rig.Pass("b", "c");
        if (inARound) rig["a"].Begin();
        else rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<JudgedAnew>(Assert.Single(rig.News("a")));
        Assert.Null(rig["a"].Keeper.State.Host?.Held);
        Assert.Single(rig.Self.Log.Ids, IncidentBegan);
    }

    [Fact]
    public void Ask_WhenTheIncidentIsOverAtThatMoment_HasTheAskerJudgedAnewFirst()
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        rig.Wedge("a").Fail("b", "c");
        Ask(rig, "a");
        rig.Pass("b", "c");

        var look = (LastLookEnded)rig["a"].Complete(new LastLookEnded(rig["a"].Keeper.State.Epoch, null, null));
        Assert.False(look.Crowd!.IsMany);
        Assert.IsType<JudgedAnew>(Assert.Single(rig.News("a")));
    }

    [Fact]
    public void Ask_AfterTheHold_GivesOneTurnAtATime()
    {
        using var rig = new HostRig("a", "b", "c", "d");
        rig.Wedge("a").Wedge("b").Wedge("c").Wedge("d");
        Assert.False(Ask(rig, "a").Waits);
        rig.Time.Advance(s_hold);
        Assert.False(Ask(rig, "a").Waits);
        Assert.True(Ask(rig, "b").Waits);
        Assert.True(Ask(rig, "c").Waits);
        Assert.False(Ask(rig, "a").Waits);

        rig.Time.Advance(Crowd.Pause);
        Assert.False(Ask(rig, "c").Waits);
        Assert.True(Ask(rig, "b").Waits);
    }

    [Fact]
    public void Ask_AfterTheHoldWhenTheOneBeforeIsProven_NeedNotWait()
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        rig.Wedge("a").Wedge("b").Wedge("c").Wedge("d").Wedge("e");
        Ask(rig, "a");
        rig.Time.Advance(s_hold);
        Ask(rig, "a");
        Assert.True(Ask(rig, "b").Waits);

        rig.Take("a", new UnitSeen(Support.FakeUnit.Active("two"))).Pass("a").Pass("a");
        rig.Take("a", new LastLookEnded(rig["a"].Keeper.State.Epoch, Observation.Pass("liveness"), Support.FakeUnit.Active("two")));
        Assert.Equal(Phase.Watching, rig["a"].Keeper.State.Phase);
        Assert.False(Ask(rig, "b").Waits);
    }

    [Fact]
    public async Task Next_InDoubt_TellsOfItOnceAndOfItsEnd()
    {
        using var rig = new HostRig("a", "b");
        Assert.Empty(rig.News("a"));
        rig.Self.Slow();
        await rig.Self.LookAsync();

        Assert.Equal(["a", "b"], rig.Nudged.Order());
        Assert.NotNull(Assert.IsType<SelfDoubted>(Assert.Single(rig.News("a"))).Why);
        Assert.Empty(rig.News("a"));
        rig.Self.Well();
        for (var i = 0; i < 3; i++) await rig.Self.AgainAsync();
        Assert.Null(Assert.IsType<SelfDoubted>(Assert.Single(rig.News("a"))).Why);
        Assert.Empty(rig.News("a"));
        Assert.Equal(4, rig.Nudged.Count);
    }

    [Fact]
    public void Next_AfterASleep_HasEveryServiceJudgedAnew()
    {
        using var rig = new HostRig("a", "b");
        rig.Fail("a");
        rig.Self.Asleep += TimeSpan.FromHours(1);
        rig["b"].Turned(rig.Time.Uptime);

        Assert.Equal("slept", Assert.IsType<JudgedAnew>(Assert.Single(rig.News("a"))).Why.Code);
        Assert.IsType<JudgedAnew>(Assert.Single(rig.News("b")));
        Assert.Equal(["a", "b"], rig.Nudged.Order());
    }

    [Fact]
    public async Task Next_OfTheServiceThatTheMachineIsBusyWith_IsInNoDoubt()
    {
        using var rig = new HostRig("a", "b");
        Directory.CreateDirectory(Path.Combine(rig.Folder.FullName, "proc"));
        Directory.CreateDirectory(Path.Combine(rig.Folder.FullName, "a"));
        Directory.CreateDirectory(Path.Combine(rig.Folder.FullName, "b"));
        Use(rig, busy: 1000, a: 10, b: 5);
        rig.Fail("a", "b");
        rig.Self.Slow();
        await rig.Self.LookAsync();
        Assert.NotEmpty(rig.News("a"));

        // Two seconds of two processors: 3.8 of the 4 were in use, 3 of them by a.
        Use(rig, busy: 1380, a: 13, b: 5.5);
        await rig.Self.AgainAsync();

        Assert.Null(Assert.IsType<SelfDoubted>(Assert.Single(rig.News("a"))).Why);
        Assert.NotEmpty(rig.News("b"));
        Assert.True(rig["b"].Keeper.State.Host!.Doubt is { Ended: null });
        Assert.Contains(564, rig.Self.Log.Ids);
    }

    private static Crowd Ask(HostRig rig, string service) => rig.Host.Ask(rig[service]);

    private static HostRig Late(HostRig rig)
    {
        rig.Add("late");
        return rig;
    }

    private static void Use(HostRig rig, int busy, double a, double b)
    {
        File.WriteAllText(Path.Combine(rig.Folder.FullName, "proc", "stat"), $"cpu  {busy} 0 0 99999 77 0 0 0 0 0\ncpu0 1 2 3\n");
        File.WriteAllText(Path.Combine(rig.Folder.FullName, "a", "cpu.stat"), FormattableString.Invariant($"usage_usec {a * 1e6}\nuser_usec 1\n"));
        File.WriteAllText(Path.Combine(rig.Folder.FullName, "b", "cpu.stat"), FormattableString.Invariant($"usage_usec {b * 1e6}\nuser_usec 1\n"));
    }
}
