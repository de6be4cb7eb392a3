using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Supervision.Host;

namespace Watchdog.Tests.Supervision.Host;

public sealed class TroubleFoldTests
{
    private readonly FakeNotices _notices = new();

    [Fact]
    public void Look_ThreeFailThatAreOnlyAlertedOn_IsToldAsOne()
    {
        using var rig = new HostRig("a", "b", "c", "d", "e");
        var fold = new TroubleFold(_notices);
        rig.Fail("a", "b");
        Assert.False(Look(rig, fold));
        rig.Fail("c");
        Assert.True(Look(rig, fold));
        Assert.True(Look(rig, fold));
        Assert.Equal(["began a b c of 5"], _notices.Heard);
    }

    [Fact]
    public void Look_ManyCannotBeAskedAbout_IsToldAsOne()
    {
        using var rig = new HostRig("a", "b", "c");
        var fold = new TroubleFold(_notices);
        foreach (var name in (string[])["a", "b", "c"]) rig.Take(name, new UnitUnseen(new Reason("bus-lost", "the bus does not answer")));
        Assert.True(Look(rig, fold));
        Assert.Equal(["began a b c of 3"], _notices.Heard);
    }

    [Fact]
    public void Look_PausedStoppedOrFailingForLong_CountsNot()
    {
        using var rig = new HostRig("a", "b", "c", "d");
        var fold = new TroubleFold(_notices);
        rig.Fail("a", "b", "c");
        rig.Take("a", new PauseSet("maintenance", rig.Time.Uptime + TimeSpan.FromHours(1)));
        Assert.False(Look(rig, fold));

        rig.Fail("d");
        rig.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.False(Look(rig, fold));
        Assert.Empty(_notices.Heard);
    }

    [Fact]
    public void LookAgain_FewerAreInTrouble_EndsAndSettlesAMomentLater()
    {
        using var rig = new HostRig("a", "b", "c");
        var fold = new TroubleFold(_notices);
        rig.Fail("a", "b", "c");
        Look(rig, fold);
        LookAgain(rig, fold);
        Assert.True(fold.IsOpen);
        Assert.Equal(1, _notices.WentOn);

        rig.Pass("a");
        Assert.False(Look(rig, fold));
        LookAgain(rig, fold);
        LookAgain(rig, fold);
        Assert.Equal(["began a b c of 3", "ended"], _notices.Heard);

        rig.Time.Advance(TimeSpan.FromSeconds(5));
        LookAgain(rig, fold);
        Assert.Equal("settled 3", _notices.Heard[^1]);
        Assert.False(fold.IsOpen);
    }

    [Fact]
    public void LookAgain_TheSameAreInTroubleForLong_EndsItAsOneMatterAndSaysThatTheyAre()
    {
        using var rig = new HostRig("a", "b", "c", "d");
        var fold = new TroubleFold(_notices);
        rig.Fail("a", "b", "c");
        Look(rig, fold);
        rig.Time.Advance(TimeSpan.FromMinutes(16));
        LookAgain(rig, fold);
        Assert.Equal(["began a b c of 4", "ended with 3 of 4"], _notices.Heard);
    }

    [Fact]
    public void LookAgain_WhileSomeServicesAreMissing_EndsNothing()
    {
        using var rig = new HostRig(_notices, "a", "b", "c", "d");
        rig.Fail("a", "b", "c");
        rig.Host.LookAround();
        rig.Host.SeesAll = false;
        foreach (var view in rig.Views.Values) rig.Host.Leave(view);
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["began a b c of 4"], _notices.Heard);

        rig.Host.SeesAll = true;
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["began a b c of 4", "ended"], _notices.Heard);
    }

    [Fact]
    public void Host_FoundByARoundOfAFew_HoldsRestartsBackAndIsNotTold()
    {
        using var rig = new HostRig(_notices, "a", "b", "c");
        (rig.Host.IsOfAFew, rig.Host.SeesAll) = (true, false);
        rig.Wedge("a").Fail("b", "c");
        rig.Host.LookAround();
        Assert.True(rig.Host.Ask(rig["a"]).IsMany);
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Empty(_notices.Heard);

        (rig.Host.IsOfAFew, rig.Host.SeesAll) = (false, true);
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["began and held a b c of 3"], _notices.Heard);
    }

    /// <summary>What takes many down may take the manager of a template along.</summary>
    [Fact]
    public void LookAround_WhileAManagerDoesNotAnswer_IsToldAsOne()
    {
        using var rig = new HostRig(_notices, "a", "b", "c", "d");
        rig.Host.SeesAll = false;
        rig.Fail("a", "b", "c");
        rig.Host.LookAround();

        Assert.Equal(["began a b c of 4"], _notices.Heard);
    }

    [Fact]
    public void LookAgain_OfAFew_EndsWhatNobodyHasSeenForLongAndReleasesTheirs()
    {
        using var rig = new HostRig(_notices, "a", "b");
        rig.Host.SeesAll = false;
        (_notices.IsHost, _notices.IsHushed) = (true, true);
        rig.Host.LookAgain();
        Assert.Equal(["insist 2"], _notices.Heard);

        _notices.IsForgotten = true;
        rig.Host.LookAgain();
        _notices.IsHushed = false;
        rig.Host.LookAgain();
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["insist 2", "forgotten", "insist 2", "settled 2 of more"], _notices.Heard);
    }

    [Fact]
    public void LookAround_AgainAndAgain_DoesNotPutOffTheEnd()
    {
        using var rig = new HostRig(_notices, "a", "b", "c", "d");
        rig.Fail("a", "b", "c");
        rig.Host.LookAround();
        rig.Pass("a", "b", "c");
        for (var i = 0; i < 6; i++)
        {
            rig.Host.LookAround();
            rig.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("ended", _notices.Heard[1]);
    }

    /// <summary>One of a run before us.</summary>
    [Fact]
    public void LookAgain_BeforeWeKnowAnything_EndsNothing()
    {
        using var rig = new HostRig("a", "b", "c");
        var fold = new TroubleFold(_notices);
        _notices.IsHost = true;
        rig.Take("a", new Resumed("the daemon started"));
        LookAgain(rig, fold);
        Assert.Empty(_notices.Heard);

        rig.Take("a", new UnitSeen(Support.FakeUnit.Active("one")));
        LookAgain(rig, fold);
        Assert.Equal(["ended"], _notices.Heard);
    }

    [Fact]
    public void Host_HoldsRestartsBack_IsToldAsWell()
    {
        using var rig = new HostRig(_notices, "a", "b", "c", "d", "e");
        rig.Wedge("a").Fail("b", "c");
        rig["a"].Complete(new LastLookEnded(rig["a"].Keeper.State.Epoch, null, null));
        Assert.Equal(["began and held a b c of 5"], _notices.Heard);

        rig.Pass("a", "b", "c").Pass("a", "b", "c");
        for (var i = 0; i < 4; i++) rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["began and held a b c of 5", "ended", "settled 5"], _notices.Heard);
    }

    private static bool Look(HostRig rig, TroubleFold fold) => fold.Look(rig.Views.Values, isHost: false, new Watchdog.Supervision.Clock(rig.Time).Now);

    private static void LookAgain(HostRig rig, TroubleFold fold) => fold.LookAgain(rig.Views.Values, isHost: false, new Watchdog.Supervision.Clock(rig.Time).Now);

    private sealed class FakeNotices : IHostNotices
    {
        public bool IsHushed { get; set; }

        public void Insist(ImmutableArray<ServiceConfig> services, Moment now)
        {
            Heard.Add($"insist {services.Length}");
        }

        public List<string> Heard { get; } = [];

        public int WentOn { get; private set; }

        public bool IsHost { get; set; }

        public bool IsSettling { get; set; }

        public bool IsForgotten { get; set; }

        public void HostBegan(ImmutableArray<ServiceConfig> services, int watched, bool isHeld, Moment now)
        {
            IsHost = true;
            Heard.Add($"began{(isHeld ? " and held" : "")} {string.Join(' ', services.Select(service => service.Name).Order())} of {watched}");
        }

        public void HostGoesOn(ImmutableArray<ServiceConfig> services, int watched, Moment now) => WentOn++;

        public void HostEnded(Crowd rest, Moment now)
        {
            (IsHost, IsSettling) = (false, true);
            Heard.Add(rest.IsMany ? $"ended with {rest.Suspect} of {rest.Watched}" : "ended");
        }

        public void HostUnseen(Moment now)
        {
            if (!IsForgotten) return;

            (IsHost, IsSettling) = (false, true);
            Heard.Add("forgotten");
        }

        public void HostSettled(ImmutableArray<ServiceConfig> services, bool isAll, Moment now)
        {
            IsSettling = !isAll;
            Heard.Add($"settled {services.Length}{(isAll ? "" : " of more")}");
        }
    }
}
