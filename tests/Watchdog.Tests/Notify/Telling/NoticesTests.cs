using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Telling;
using Watchdog.Tests.Journal;
using static Watchdog.Tests.Notify.Telling.Told;

namespace Watchdog.Tests.Notify.Telling;

public sealed class NoticesTests : IDisposable
{
    private static readonly Crowd s_few = new(1, 4, TimeSpan.Zero);
    private static readonly ImmutableArray<ServiceConfig> s_all = [Service("a"), Service("b"), Service("c")];

    private readonly TestFolder _folder = new();
    private readonly FakeOutbox _outbox = new();
    private readonly CapturedLog _log = new();
    private Notices _notices;
    private Moment _now = new(TimeSpan.FromHours(5), At);

    public NoticesTests() => _notices = Start();

    private string FilePath => _folder.Directories.Told;

    [Fact]
    public void Tell_AndStartedAgain_TellsTheEndToWhoeverWasTold()
    {
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        _notices = Start();
        Tell(Service(), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; pager Acted; ops Recovered; pager Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Leave_AServiceThatIsNoLongerConfigured_TellsTheEndToWhoeverWasTold()
    {
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Tell(Service("stays"), Step(IncidentEvent.Acted, 2, "o"));
        _notices.Leave(name => name == "stays", _now);
        _notices.Leave(name => name == "stays", _now);
        Assert.Equal("ops Acted; pager Acted; ops Acted; pager Acted; ops Ended; pager Ended", _outbox.Kinds);
        Assert.Equal("web: it is watched no more: it is not in the configuration, or its unit is gone", _outbox.Added[^1].Message.Title);
        Assert.Single(Load().Services);
    }

    [Theory]
    [InlineData(Severity.Background, true)]
    [InlineData(Severity.Critical, false)]
    public void Leave_InQuietHours_WaitsWhereTheServiceWasABackgroundOne(Severity severity, bool waits)
    {
        _notices.Routing = All with { QuietHours = new MaintenanceWindow([.. Enum.GetValues<DayOfWeek>()], TimeSpan.FromHours(22), TimeSpan.FromHours(7), TimeZoneInfo.Utc) };
        Tell(Service("job", severity), Step(IncidentEvent.Held, 2, level: AlertLevel.Critical));
        _notices.Leave(_ => false, _now);
        Assert.Equal((MessageKind.Ended, severity), (_outbox.Added[^1].Message.Kind, _outbox.Added[^1].Message.Severity));
        Assert.Equal(waits, _outbox.Added[^1].NotBefore is not null);
        Assert.Equal(_outbox.Added[0].NotBefore, _outbox.Added[^1].NotBefore);
    }

    /// <summary>The story goes on where the service is put back, and its second end is another.</summary>
    [Fact]
    public void Leave_AServiceThatIsTakenOutTwice_TellsTheEndTwice()
    {
        for (var i = 0; i < 2; i++)
        {
            Tell(Service(), Step(IncidentEvent.Acted, 2 + i));
            Pass(TimeSpan.FromMinutes(1));
            _notices.Leave(_ => false, _now);
        }

        Assert.Equal(2, _outbox.Added.Where(one => one.Message.Kind == MessageKind.Ended).DistinctBy(one => one.Message.Id).Count());
    }

    [Fact]
    public void Tell_WithoutNotifiers_KeepsNothing()
    {
        _notices.Routing = new RoutingConfig();
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Assert.Empty(_outbox.Added);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void Tell_WhatIsOver_IsRememberedForAnHourOnly()
    {
        Tell(Service(), Step(IncidentEvent.Acted, 2), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        _now = new(_now.Uptime, At + TimeSpan.FromHours(2));
        Tell(Service("other"), Step(IncidentEvent.Acted, 2, "o"));
        Tell(Service(), Step(IncidentEvent.Acted, 2, "b"), Step(IncidentEvent.Recovered, 3, "b", AlertLevel.Info));
        Assert.Equal(2, Load().Services.Count);
        Assert.Single(Load().Services["web"].Often.Recent);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"version\":99,\"services\":{}}")]
    public void Start_OnAFileThatIsNotOurs_BeginsAnewAndGoesOn(string content)
    {
        File.WriteAllText(FilePath, content);
        _notices = Start();
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Assert.Equal("ops Acted; pager Acted", _outbox.Kinds);
        Assert.Single(Load().Services);
    }

    [Fact]
    public void Tell_WhereNothingCanBeWritten_TellsAllTheSameAndSaysItOnce()
    {
        Directory.CreateDirectory(FilePath);
        Directory.CreateDirectory(Path.Combine(FilePath, "in-the-way"));
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Tell(Service(), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; pager Acted; ops Recovered; pager Recovered", _outbox.Kinds);
        Assert.Single(_log.Ids, id => id == 871);
    }

    /// <summary>As a full disk does it: the state folder takes nothing, the runtime one does.</summary>
    [Fact]
    public void Tell_WhileTheDiskTakesNothing_IsRememberedOverOurNextStartAndSavedOnceItDoes()
    {
        var inTheWay = Directory.CreateDirectory(Path.Combine(FilePath + ".tmp", "in-the-way"));
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Assert.False(File.Exists(FilePath));
        _notices = Start();
        Tell(Service("other"), Step(IncidentEvent.Acted, 2, "o"));
        _notices.SaveAgain();
        Assert.False(File.Exists(FilePath));

        inTheWay.Parent!.Delete(recursive: true);
        _notices = Start();
        _notices.SaveAgain();
        Assert.True(File.Exists(FilePath));
        Assert.False(File.Exists(_folder.Directories.RuntimeTold));

        _notices = Start();
        Tell(Service(), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; pager Acted; ops Acted; pager Acted; ops Recovered; pager Recovered", _outbox.Kinds);
    }

    [Fact]
    public void SaveAgain_OnceTheDiskTakesIt_HasItSaved()
    {
        var inTheWay = Directory.CreateDirectory(Path.Combine(FilePath + ".tmp", "in-the-way"));
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        inTheWay.Parent!.Delete(recursive: true);
        _notices.SaveAgain();
        Assert.Single(Load().Services);
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public void Tell_AndABug_IsLoggedAndNeverThrown()
    {
        _notices.LookAround = () => throw new InvalidOperationException("a bug");
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Assert.Contains(872, _log.Ids);
    }

    [Fact]
    public void Host_ManyAtOnce_IsOneMessageAndOneEndAndSaysWhoWasRestarted()
    {
        ImmutableArray<ServiceConfig> all = [Service("a"), Service("b"), Service("c")];
        _notices.LookAround = () => _notices.HostBegan(all, 4, isHeld: true, _now);
        foreach (var service in all) Tell(service, Step(IncidentEvent.Opened, 1, service.Name));
        Tell(all[0], Step(IncidentEvent.Acted, 3, "a"));
        Tell(all[0], Step(IncidentEvent.Recovered, 4, "a", AlertLevel.Info));
        Assert.Equal("ops Host; pager Host", _outbox.Kinds);
        Assert.StartsWith("3 of 4 services are in trouble at once (a, b, c)", _outbox.Added[0].Message.Title, StringComparison.Ordinal);

        _outbox.Clear();
        _notices.LookAround = () => { };
        _now = new(_now.Uptime, At + TimeSpan.FromMinutes(6));
        _notices.HostEnded(s_few, _now);
        _notices.HostEnded(s_few, _now);
        Assert.Equal("ops HostRecovered; pager HostRecovered", _outbox.Kinds);
        Assert.Equal("host-20261121-222242/2", _outbox.Added[0].Message.Id);
        Assert.Equal(new MessageFact("Restarted meanwhile", "a"), Assert.Single(_outbox.Added[0].Message.Facts));

        // Judged anew, one of the two is well; of the other people hear.
        _outbox.Clear();
        Tell(all[1], Step(IncidentEvent.Recovered, 2, "b", AlertLevel.Info));
        Assert.True(_notices.IsSettling);
        _notices.HostSettled(all, isAll: true, _now);
        Assert.Equal("ops Opened; pager Opened", _outbox.Kinds);
        Assert.Equal("c", _outbox.Added[0].Message.Service);
        Assert.False(_notices.IsSettling);
    }

    [Fact]
    public void Host_WhoseServicesStayInTrouble_IsOverAsOneMatterAndNoGoodNews()
    {
        _notices.HostBegan([Service("a"), Service("b"), Service("c")], 4, isHeld: true, _now);
        _now = new(_now.Uptime, At + TimeSpan.FromMinutes(15));
        _notices.HostEnded(new Crowd(3, 4, TimeSpan.Zero), _now);
        Assert.Equal("ops Host; pager Host; ops Ended; pager Ended", _outbox.Kinds);
        Assert.Equal("3 of 4 services still are in trouble after 15 min: from now on each is told of by itself", _outbox.Added[^1].Message.Title);
        Assert.Equal(_outbox.Added[0].Message.Story, _outbox.Added[^1].Message.Story);
    }

    [Fact]
    public void Host_ThatComesAndGoes_IsToldSixTimesThenThatItIsAndThenNoMoreUntilAnHourIsCalm()
    {
        for (var i = 0; i < 9; i++) Flap(TimeSpan.FromMinutes(2));
        Assert.Equal(string.Join("; ", Enumerable.Repeat("ops Host; pager Host; ops HostRecovered; pager HostRecovered", 7)), _outbox.Kinds);
        Assert.StartsWith("told 6 times within the last hour, and now again: 3 of 4 services are in trouble at once (a, b, c)", _outbox.Added[^4].Message.Title, StringComparison.Ordinal);

        _outbox.Clear();
        _notices = Start();
        Flap(TimeSpan.FromMinutes(2));
        Assert.Equal("", _outbox.Kinds);

        Pass(TimeSpan.FromHours(1));
        Flap(TimeSpan.FromMinutes(2));
        Assert.Equal("ops Host; pager Host; ops HostRecovered; pager HostRecovered", _outbox.Kinds);
    }

    [Fact]
    public void Host_ThatIsHushedAndStays_IsToldAfterAllAndItsServicesAreNot()
    {
        for (var i = 0; i < 7; i++) Flap(TimeSpan.FromMinutes(2));
        _outbox.Clear();
        _notices.HostBegan(s_all, 4, isHeld: true, _now);
        Tell(s_all[0], Step(IncidentEvent.Opened, 1, "a"));
        Pass(TimeSpan.FromMinutes(9));
        _notices.HostGoesOn(s_all, 4, _now);
        Assert.Equal("", _outbox.Kinds);

        Pass(TimeSpan.FromMinutes(1));
        _notices.HostGoesOn(s_all, 4, _now);
        _notices.HostGoesOn(s_all, 4, _now);
        _notices.HostEnded(s_few, _now);
        Assert.Equal("ops Host; pager Host; ops HostRecovered; pager HostRecovered", _outbox.Kinds);
        Assert.Equal("still so after 10 min: 3 of 4 services are in trouble at once (a, b, c)", _outbox.Added[0].Message.Title);
    }

    /// <summary>Only rounds of a few services since then: they cannot tell its end.</summary>
    [Fact]
    public void Host_ThatNobodyHasSeenForAnHour_IsOverAndWhatWasHeldBackOfThoseWhoAreSeenIsTold()
    {
        _notices.HostBegan(s_all, 4, isHeld: true, _now);
        foreach (var service in s_all) Tell(service, Step(IncidentEvent.Opened, 1, service.Name));
        Pass(TimeSpan.FromMinutes(45));
        _notices.HostGoesOn(s_all, 4, _now);
        Pass(TimeSpan.FromMinutes(59));
        _notices = Start();
        _notices.HostUnseen(_now);
        Assert.True(_notices.IsHost);

        Pass(TimeSpan.FromMinutes(1));
        _notices.HostUnseen(_now);
        _notices.HostSettled([s_all[0]], isAll: false, _now);
        Assert.Equal("ops Host; pager Host; ops Ended; pager Ended; ops Opened; pager Opened", _outbox.Kinds);
        Assert.Equal("nobody has seen all services since 2026-11-21 23:07:42 UTC: whether many still are in trouble is not known, and from now on each is told of by itself", _outbox.Added[2].Message.Title);

        _outbox.Clear();
        _notices.HostSettled(s_all, isAll: true, _now);
        Assert.Equal(["b", "b", "c", "c"], _outbox.Added.Select(one => one.Message.Service));
        Assert.False(_notices.IsSettling);
    }

    [Fact]
    public void LeaveGone_MissingTwiceInARow_TellsTheEndOnce()
    {
        Tell(Service("hello@3"), Step(IncidentEvent.Acted, 2));
        _notices.LeaveGone(_ => false, _now);
        _notices.LeaveGone(_ => true, _now);
        _notices.LeaveGone(_ => false, _now);
        Assert.Equal("ops Acted; pager Acted", _outbox.Kinds);

        _notices.LeaveGone(_ => false, _now);
        _notices.LeaveGone(_ => false, _now);
        Assert.Equal("ops Acted; pager Acted; ops Ended; pager Ended", _outbox.Kinds);
        Assert.Empty(Load().Services);
    }

    /// <summary>The kill falls between the two files: what was told, and the outbox.</summary>
    [Fact]
    public void Tell_KilledBeforeTheEndIsInTheOutbox_TellsItInTheNextRun()
    {
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        _outbox.Kill = true;
        Tell(Service(), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        _outbox.Kill = false;
        _notices = Start();
        Tell(Service(), Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info));
        Assert.Equal("ops Acted; pager Acted; ops Recovered; pager Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Tell_KilledBeforeTheBeginningIsInTheOutbox_EndsItInTheNextRun()
    {
        _outbox.Kill = true;
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        _outbox.Kill = false;
        _notices = Start();
        Tell(Service(), Step(IncidentEvent.Acted, 2, "another"));
        Assert.Equal("ops Ended; pager Ended; ops Acted; pager Acted", _outbox.Kinds);
    }

    /// <summary>Nothing but its telling was kept of the first: the next run counts its steps anew.</summary>
    [Fact]
    public void Tell_AnotherStepOfTheSameNumber_IsAnotherMessage()
    {
        Tell(Service(), Step(IncidentEvent.Acted, 2));
        Tell(Service(), Step(IncidentEvent.Recovered, 2, level: AlertLevel.Info));
        Assert.Equal("ops Acted; pager Acted; ops Recovered; pager Recovered", _outbox.Kinds);
    }

    [Fact]
    public void Host_ThatOutlivesUs_EndsOnceWeAreBack()
    {
        ImmutableArray<ServiceConfig> all = [Service("a"), Service("b"), Service("c")];
        _notices.HostBegan(all, 3, isHeld: true, _now);
        Tell(all[0], Step(IncidentEvent.Opened, 1, "a"));
        _notices = Start();
        Assert.True(_notices.IsHost);
        _notices.HostBegan(all, 3, isHeld: true, _now);
        _notices.HostEnded(s_few, _now);
        _notices = Start();
        Assert.True(_notices.IsSettling);
        _notices.HostSettled(all, isAll: true, _now);
        Assert.Equal("ops Host; pager Host; ops HostRecovered; pager HostRecovered; ops Opened; pager Opened", _outbox.Kinds);
    }

    [Fact]
    public void Host_OfBackgroundServicesInQuietHours_Waits()
    {
        _notices.Routing = All with { QuietHours = new MaintenanceWindow([.. Enum.GetValues<DayOfWeek>()], TimeSpan.FromHours(22), TimeSpan.FromHours(7), TimeZoneInfo.Utc) };
        _notices.HostBegan([Service("a", Severity.Background)], 1, isHeld: true, _now);
        Assert.NotNull(_outbox.Added[0].NotBefore);
    }

    public void Dispose() => _folder.Dispose();

    private void Pass(TimeSpan time) => _now = new(_now.Uptime + time, _now.Utc + time);

    /// <summary>Many are in trouble for that long, and then well for as long.</summary>
    private void Flap(TimeSpan time)
    {
        _notices.HostBegan(s_all, 4, isHeld: true, _now);
        Pass(time);
        _notices.HostGoesOn(s_all, 4, _now);
        _notices.HostEnded(s_few, _now);
        _notices.HostSettled(s_all, isAll: true, _now);
        Pass(time);
    }

    private Notices Start() => new(All, _outbox, new ToldStore(FilePath, _folder.Directories.RuntimeTold, _log), Place, _log);

    private ToldFile Load() => new ToldStore(FilePath, _folder.Directories.RuntimeTold, _log).Load();

    private void Tell(ServiceConfig service, params ImmutableArray<IncidentStep> steps) => _notices.Tell(service, steps, _now);
}
