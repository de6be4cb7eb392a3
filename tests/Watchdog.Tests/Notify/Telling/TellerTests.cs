using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Telling;
using static Watchdog.Tests.Notify.Telling.Told;

namespace Watchdog.Tests.Notify.Telling;

public class TellerTests
{
    private readonly FakeOutbox _outbox = new();
    private ServiceConfig _service = Service();
    private RoutingConfig _routing = new() { Notifiers = ["ops"] };
    private ToldService _told = ToldService.Nothing;
    private DateTimeOffset _now = At;
    private bool _folded;
    private ToldHost _host = new("host-20261121-222242", At) { To = ["ops", "pager"], Severity = Severity.Critical };

    [Fact]
    public void Tell_ARestart_IsTwoMessagesOfOneStory()
    {
        Tell(Step(IncidentEvent.Began), Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; ops Recovered", _outbox.Kinds);
        Assert.Single(_outbox.Added.Select(one => one.Message.Story).Distinct());
        Assert.Equal("", _told.Story);
    }

    [Fact]
    public void Tell_CalledOff_IsNothing()
    {
        Tell(Step(IncidentEvent.Began), Step(IncidentEvent.CalledOff, 2, level: AlertLevel.Info));
        Assert.Empty(_outbox.Added);
        Assert.Equal(ToldService.Nothing, _told);
    }

    [Fact]
    public void Tell_ABackgroundServiceThatIsRestarted_IsNothing()
    {
        _service = Service("job", Severity.Background);
        Tell(Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Empty(_outbox.Added);
    }

    [Fact]
    public void Tell_ABackgroundServiceThatIsHeld_IsToldWithItsEndAndTheEvidenceOfBefore()
    {
        _service = Service("job", Severity.Background);
        Tell(Step(IncidentEvent.Acted, 2) with { Evidence = "e1" }, Step(IncidentEvent.Held, 3, level: AlertLevel.Critical), Step(IncidentEvent.Recovered, 4, level: AlertLevel.Info));
        Assert.Equal("ops Holding; ops Recovered", _outbox.Kinds);
        Assert.Contains(_outbox.Added[0].Message.Facts, fact => fact.Name == "Evidence" && fact.Value.Contains("e1", StringComparison.Ordinal));
    }

    [Fact]
    public void Tell_TheEnd_GoesToWhoeverWasToldAndToNobodyElse()
    {
        _routing = new() { Notifiers = ["ops", "pager", "chat"], Routes = [To("ops"), To("pager") with { Kinds = [MessageKind.Holding] }, To("chat") with { Kinds = [MessageKind.Recovered] }] };
        Tell(Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; ops Recovered", _outbox.Kinds);

        _outbox.Clear();
        Tell(Step(IncidentEvent.Acted, 2, "b"), Step(IncidentEvent.Held, 3, "b", AlertLevel.Critical), Step(IncidentEvent.Paused, 4, "b", AlertLevel.Info), Step(IncidentEvent.Ended, 5, "b", AlertLevel.Info));
        Assert.Equal("ops Acted; ops Holding; pager Holding; ops Paused; pager Paused; ops Ended; pager Ended", _outbox.Kinds);
    }

    [Fact]
    public void Tell_TheEnd_AfterTheNotifierWasTakenOut_GoesToNobody()
    {
        Tell(Step(IncidentEvent.Acted, 2));
        _routing = new() { Notifiers = ["other"] };
        Tell(Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted", _outbox.Kinds);
    }

    [Fact]
    public void Tell_WhatWasDoneBefore_IsNotToldAgain()
    {
        Tell(Step(IncidentEvent.Held, 3, level: AlertLevel.Critical), Step(IncidentEvent.Acted, 5) with { Again = true, Evidence = "e2" });
        Assert.Equal("ops Holding", _outbox.Kinds);
        Assert.Equal("e2", _told.Evidence);
    }

    [Fact]
    public void Tell_ANote_HasNoEndAndLeavesAnOpenStoryAlone()
    {
        Tell(Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Noted, 1, "n"), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; ops Note; ops Recovered", _outbox.Kinds);
    }

    /// <summary>We were killed after it was told and before the state was saved: it began anew as another one, or never came about.</summary>
    [Theory]
    [InlineData(IncidentEvent.Began, "other", "ops Acted; ops Ended")]
    [InlineData(IncidentEvent.Acted, "other", "ops Acted; ops Ended; ops Acted")]
    [InlineData(IncidentEvent.CalledOff, "20261121-222242-7f3a1c", "ops Acted; ops Ended")]
    public void Tell_AStoryWhoseEndWasNeverSeen_IsEnded(IncidentEvent happened, string story, string expected)
    {
        Tell(Step(IncidentEvent.Acted, 2));
        Tell(Step(happened, 1, story));
        Assert.Equal(expected, _outbox.Kinds);
        Assert.Equal("web: we were restarted in the middle of this, and judge it anew", _outbox.Added[1].Message.Title);
        Assert.Equal("20261121-222242-7f3a1c", _outbox.Added[1].Message.Story);
    }

    [Theory]
    [InlineData(null, "ops Acted; ops Ended")]
    [InlineData("other", "ops Acted; ops Ended")]
    [InlineData("20261121-222242-7f3a1c", "ops Acted")]
    public void Resume_AStoryThatTheStateDoesNotKnow_IsEnded(string? incident, string expected)
    {
        Tell(Step(IncidentEvent.Acted, 2) with { Evidence = "e1" });
        Resume(incident);
        Resume(incident);
        Assert.Equal(expected, _outbox.Kinds);
        Assert.Equal(incident == _outbox.Added[0].Message.Story ? "e1" : null, _told.Evidence);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("other", "")]
    [InlineData("20261121-222242-7f3a1c", "ops Acted")]
    public void Resume_WhatWasHeldBackOfAStoryThatTheStateDoesNotKnow_IsNeverTold(string? incident, string expected)
    {
        _folded = true;
        Tell(Step(IncidentEvent.Acted, 2));
        Resume(incident);
        _folded = false;
        Release();
        Assert.Equal(expected, _outbox.Kinds);
    }

    [Fact]
    public void Tell_TheSameOnceMore_IsNoOtherMessage()
    {
        var before = _told;
        Tell(Step(IncidentEvent.Acted, 2));
        _told = before;
        Tell(Step(IncidentEvent.Acted, 2));
        Assert.Single(_outbox.Added);
    }

    [Fact]
    public void Tell_InQuietHours_WaitsForTheirEnd()
    {
        _service = Service("job", Severity.Background);
        _routing = _routing with { QuietHours = new MaintenanceWindow([.. Enum.GetValues<DayOfWeek>()], TimeSpan.FromHours(22), TimeSpan.FromHours(7), TimeZoneInfo.Utc) };
        Tell(Step(IncidentEvent.Held, level: AlertLevel.Critical));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 0, 0, TimeSpan.Zero), _outbox.Added[0].NotBefore);
        Assert.Equal(At, _outbox.Added[0].Message.At);
    }

    [Fact]
    public void Tell_TooOften_IsSaidOnceAndThenNoMoreUntilItIsCalm()
    {
        for (var i = 0; i < 40; i++)
        {
            _now += TimeSpan.FromMinutes(5);
            Tell(Step(IncidentEvent.Opened, 1, $"s{i}"), Step(IncidentEvent.Recovered, 2, $"s{i}", AlertLevel.Info));
        }

        Assert.Equal(string.Join("; ", Enumerable.Repeat("ops Opened; ops Recovered", 7)), _outbox.Kinds);
        Assert.Equal("web: told of 6 times within the last hour, and now again: no answer in 10 s (liveness, 3 in a row)", _outbox.Added[12].Message.Title);

        // What is held is told all the same, with its end.
        _outbox.Clear();
        Tell(Step(IncidentEvent.Held, 1, "h", AlertLevel.Critical), Step(IncidentEvent.Recovered, 2, "h", AlertLevel.Info));
        Assert.Equal("ops Holding; ops Recovered", _outbox.Kinds);

        _outbox.Clear();
        _now += TimeSpan.FromMinutes(61);
        Tell(Step(IncidentEvent.Opened, 1, "after"));
        Assert.Equal("ops Opened", _outbox.Kinds);
    }

    [Fact]
    public void Tell_WhileManyAreInTrouble_IsHeldBackAndTellsNothingOfWhatIsWellByThen()
    {
        _folded = true;
        Tell(Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        _folded = false;
        Release();
        Assert.Empty(_outbox.Added);
    }

    [Fact]
    public void Release_WhatIsStillOpen_IsToldWithItsNewestMessageAndItsEnd()
    {
        _folded = true;
        Tell(Step(IncidentEvent.Opened), Step(IncidentEvent.Acted, 3));
        Assert.Empty(_outbox.Added);
        _folded = false;
        Release();
        Release();
        Tell(Step(IncidentEvent.Recovered, 4, level: AlertLevel.Info));
        Assert.Equal("ops Acted; ops Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Tell_WhatIsHeldWhileManyAreInTrouble_IsTold()
    {
        _folded = true;
        Tell(Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Held, 3, level: AlertLevel.Critical));
        Assert.Equal("ops Holding", _outbox.Kinds);
        _folded = false;
        Release();
        Assert.Equal("ops Holding", _outbox.Kinds);
    }

    [Fact]
    public void Tell_WhoeverWasNotToldOfTheOthers_IsToldOfIt()
    {
        _folded = true;
        _host = _host with { To = ["pager"] };
        Tell(Step(IncidentEvent.Acted, 2));
        Assert.Equal("ops Acted", _outbox.Kinds);
    }

    [Fact]
    public void Tell_OfACriticalServiceWhileBackgroundOnesAreInTrouble_IsTold()
    {
        _folded = true;
        _host = _host with { Severity = Severity.Background };
        Tell(Step(IncidentEvent.Opened, 1));
        Assert.Equal("ops Opened", _outbox.Kinds);
    }

    /// <summary>The pager is told of what is critical only, and what came last was not.</summary>
    [Fact]
    public void Release_SeveralMessagesOfOneStory_GoAsTheGravestToAllWhoWereToGetOne()
    {
        _routing = new() { Notifiers = ["ops", "pager"], Routes = [To("ops"), To("pager") with { Level = AlertLevel.Critical }] };
        _folded = true;
        Tell(Step(IncidentEvent.Opened, 1, level: AlertLevel.Critical), Step(IncidentEvent.Also, 2));
        _folded = false;
        Release();
        Tell(Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Opened; pager Opened; ops Recovered; pager Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Tell_NewsAfterWhatWasHeldBack_GoesToAllWhoWereToGetThat()
    {
        _routing = new() { Notifiers = ["ops", "pager"], Routes = [To("ops"), To("pager") with { Level = AlertLevel.Critical }] };
        _folded = true;
        Tell(Step(IncidentEvent.Opened, 1, level: AlertLevel.Critical));
        _folded = false;
        Tell(Step(IncidentEvent.Noted, 1, "n"), Step(IncidentEvent.Acted, 2));
        Assert.Equal("ops Note; ops Acted; pager Acted", _outbox.Kinds);
    }

    [Fact]
    public void Insist_ThroughAnIncidentOfTheHost_CountsFromItsBeginning()
    {
        for (var i = 0; i < 7; i++) Tell(Step(IncidentEvent.Opened, 1, $"s{i}"), Step(IncidentEvent.Recovered, 2, $"s{i}", AlertLevel.Info));
        Tell(Step(IncidentEvent.Opened, 1, "stays"));
        _outbox.Clear();
        _now += TimeSpan.FromMinutes(5);
        _folded = true;
        Tell(Step(IncidentEvent.Acted, 2, "stays"));
        _now += TimeSpan.FromMinutes(5);
        _folded = false;
        Release();
        Insist();
        Assert.Equal("ops Acted", _outbox.Kinds);
    }

    [Fact]
    public void Insist_WhatWasToldTooOftenAndStays_IsToldOnceAfterTenMinutes()
    {
        for (var i = 0; i < 7; i++) Tell(Step(IncidentEvent.Opened, 1, $"s{i}"), Step(IncidentEvent.Recovered, 2, $"s{i}", AlertLevel.Info));
        _outbox.Clear();
        Tell(Step(IncidentEvent.Opened, 1, "gone"), Step(IncidentEvent.Recovered, 2, "gone", AlertLevel.Info));
        Assert.Null(_told.HushedAt);

        Tell(Step(IncidentEvent.Opened, 1, "stays"));
        Assert.Equal(_now, _told.HushedAt);
        _now += TimeSpan.FromMinutes(9);
        Insist();
        Release();
        Assert.Equal("", _outbox.Kinds);

        _now += TimeSpan.FromMinutes(1);
        Insist();
        Insist();
        Tell(Step(IncidentEvent.Recovered, 2, "stays", AlertLevel.Info));
        Assert.Equal("ops Opened; ops Recovered", _outbox.Kinds);
        Assert.StartsWith("web: still so after 10 min: ", _outbox.Added[0].Message.Title, StringComparison.Ordinal);
        Assert.Equal(_now, _outbox.Added[0].Message.At);
    }

    /// <summary>The pager is told of what is critical only, and the story was none when it was told.</summary>
    [Fact]
    public void Insist_WhatGrewWorseAfterTheLastMessage_GoesToAllWhoWereToGetIt()
    {
        _routing = new() { Notifiers = ["chat", "pager"], Routes = [To("chat"), To("pager") with { Level = AlertLevel.Critical }] };
        ToldTooOften("open");
        Tell(Step(IncidentEvent.Also, 2, "open"));
        Assert.Null(_told.HushedAt);

        Tell(Step(IncidentEvent.Also, 3, "open", AlertLevel.Critical));
        Assert.Equal("", _outbox.Kinds);
        _now += TimeSpan.FromMinutes(10);
        Insist();
        Assert.Equal("chat Also; pager Also", _outbox.Kinds);

        Tell(Step(IncidentEvent.Also, 4, "open", AlertLevel.Critical));
        Assert.Null(_told.HushedAt);
        Tell(Step(IncidentEvent.Recovered, 5, "open", AlertLevel.Info));
        Assert.Equal("chat Also; pager Also; chat Recovered; pager Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Insist_WhatWasForOthersThanTheLastMessage_LosesNobodyWhoWasTold()
    {
        _routing = new() { Notifiers = ["chat", "acts"], Routes = [To("chat") with { Kinds = [MessageKind.Opened] }, To("acts") with { Kinds = [MessageKind.Acted] }] };
        ToldTooOften("open");
        Tell(Step(IncidentEvent.Acted, 2, "open"));
        _now += TimeSpan.FromMinutes(10);
        Insist();
        Tell(Step(IncidentEvent.Recovered, 3, "open", AlertLevel.Info));
        Assert.Equal("acts Acted; chat Recovered; acts Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Insist_WhatGrewWorseForAMoment_IsNothing()
    {
        ToldTooOften("open");
        Tell(Step(IncidentEvent.Also, 2, "open", AlertLevel.Critical), Step(IncidentEvent.Recovered, 3, "open", AlertLevel.Info));
        _now += TimeSpan.FromMinutes(10);
        Insist();
        Assert.Equal("ops Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Insist_AfterTheClockWasPutBack_DoesNotWaitUntilItHasCaughtUp()
    {
        ToldTooOften("open");
        Tell(Step(IncidentEvent.Recovered, 2, "open", AlertLevel.Info), Step(IncidentEvent.Opened, 1, "stays"));
        _now -= TimeSpan.FromDays(1);
        Insist();
        Assert.Equal("ops Recovered; ops Opened", _outbox.Kinds);
    }

    /// <summary>Six stories, and the one that is told as the last and stays open.</summary>
    private void ToldTooOften(string open)
    {
        for (var i = 0; i < 6; i++) Tell(Step(IncidentEvent.Opened, 1, $"s{i}"), Step(IncidentEvent.Recovered, 2, $"s{i}", AlertLevel.Info));
        Tell(Step(IncidentEvent.Opened, 1, open));
        _outbox.Clear();
    }

    private void Insist() => Run(teller => teller.Insist());

    private void Tell(params IncidentStep[] steps) => Run(teller =>
    {
        foreach (var step in steps) teller.Tell(step);
    });

    private void Resume(string? incident) => Run(teller => teller.Resume(incident));

    private void Release() => Run(teller => teller.Release());

    private void Run(Action<Teller> what)
    {
        var teller = new Teller(_service, _told, _routing, Place, _folded ? _host : null, _now);
        what(teller);
        foreach (var dispatch in teller.Sent) _outbox.Add(dispatch.Message, dispatch.To, dispatch.NotBefore);
        _told = teller.Told;
    }
}
