using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Telling;
using Watchdog.Notify.Texts;
using Watchdog.Supervision;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Notify.Telling;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

/// <summary>From what a keeper is given to what stands in the outbox.</summary>
public sealed class NoticesStoryTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LoopRig _rig = new();
    private readonly FakeOutbox _outbox = new();
    private readonly Notices _notices;
    private Keeper _keeper;

    public NoticesStoryTests()
    {
        _notices = new Notices(new RoutingConfig { Notifiers = ["ops"] }, _outbox, new ToldStore(_folder.Directories.Told, _folder.Directories.RuntimeTold, _rig.Log), new Surround("web1", "/e", "watchdog"), _rig.Log);
        _keeper = NewKeeper();
        Take(new UnitSeen(FakeUnit.Active("one")));
        Pass("one");
        After(3600);
    }

    [Fact]
    public void AWedge_IsTwoMessagesWithTheDiagnosisTheEvidenceAndTheCost()
    {
        Restart("one", "e1");
        Renew("two");
        Assert.Equal(
            [
                "ops: Acted s: restarted, no answer from http://127.0.0.1/?key=*** (liveness, 4 in a row)",
                "ops: Recovered s: well again after 39 s and 1 restart",
            ],
            _outbox.Titles);
        var acted = _outbox.Added[0].Message;
        Assert.Equal(
            [new("Time to detect", "30 s"), new("Restarts left", "2 of 3 within 30 min"), new MessageFact("Evidence", "/e/e1")],
            acted.Facts.AsEnumerable());
        Assert.Equal("watchdog evidence --open e1", acted.Command);
        Assert.Equal(_outbox.Added[0].Message.Story, _outbox.Added[1].Message.Story);
    }

    [Fact]
    public void AStorm_IsToldOfEachRestartThenThatItIsHeldAndOnceThatItIsOver()
    {
        for (var i = 0; i < 3; i++)
        {
            Restart(i == 0 ? "one" : $"r{i}", null);
            Renew($"r{i + 1}");
            After(i < 2 ? 300 : 590);       // past the backoff, and not so long that all is forgotten
        }

        Fail("r3", 3);
        Assert.Equal(
            "ops Acted; ops Recovered; ops Acted; ops Recovered; ops Acted; ops Recovered; ops Holding",
            _outbox.Kinds);
        Assert.Equal("watchdog rearm s", _outbox.Added[^1].Message.Command);

        _outbox.Clear();
        After(60);
        Pass("r3");
        Assert.Empty(_outbox.Added);
        After(660);
        Assert.Equal(["ops: Recovered s: well again after 1 min 30 s"], _outbox.Titles);
    }

    [Fact]
    public void AStory_OverOurNextStart_GoesOn()
    {
        Restart("one", null);
        StartAgain();
        Renew("two");
        Assert.Equal("ops Acted; ops Recovered", _outbox.Kinds);
    }

    /// <summary>We are killed between telling it and saving it, or the file is damaged: nothing of it is found, and the service is well.</summary>
    [Fact]
    public void AStory_ThatWasNotSaved_IsEndedAtOurNextStart()
    {
        _keeper.Close(_rig.Clock.Now);
        var before = _rig.Store.Load("s");
        Restart("one", null);
        _rig.Store.Save("s", before.State!, before.Counters);
        StartAgain();
        Assert.Equal("ops: Ended s: we were restarted in the middle of this, and judge it anew", _outbox.Titles.Last());
        Assert.Equal(2, _outbox.Added.Count);
    }

    [Fact]
    public void ACallOff_IsNothing()
    {
        Fail("one", 3);
        Take(new LastLookEnded(_keeper.State.Epoch, Observation.Pass("liveness") with { Instance = "one" }, FakeUnit.Active("one")));
        Assert.Empty(_outbox.Added);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    private Keeper NewKeeper() => new(
        new ServiceConfig
        {
            Name = "s",
            Manager = new SystemdConfig("s.service", SystemdScope.System),
            Checks = [],
            Policy = _rig.Policy,
            Secrets = Secrets.Of(["hunter2-hunter2"]),
        },
        _rig.Journal,
        _rig.Store,
        _rig.Log,
        _notices);

    /// <summary>Another run of ours, on what the one before has saved.</summary>
    private void StartAgain()
    {
        _keeper = NewKeeper();
        Take(new Resumed("the daemon started"));
    }

    private void Take(Input input) => _keeper.Take(input, _rig.Clock.Now);

    private void After(double seconds)
    {
        _rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        Take(new Tick());
    }

    private void Pass(string instance)
    {
        for (var i = 0; i < 3; i++) Take(new Observed(Observation.Pass("liveness") with { Instance = instance }));
    }

    private void Fail(string instance, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (i > 0) _rig.Time.Advance(TimeSpan.FromSeconds(15));
            Take(new Observed(Bad(instance)));
        }
    }

    private void Restart(string instance, string? evidence)
    {
        Fail(instance, 3);
        _rig.Time.Advance(TimeSpan.FromSeconds(3));
        Take(new LastLookEnded(_keeper.State.Epoch, Bad(instance), FakeUnit.Active(instance)) { Evidence = evidence });
        Assert.True(_keeper.State.Action is { Asked: true });
    }

    private void Renew(string instance)
    {
        _rig.Time.Advance(TimeSpan.FromSeconds(4));
        Take(new UnitSeen(FakeUnit.Active(instance) with { StartedAt = _rig.Time.Uptime }));
        Take(new RestartEnded(_keeper.State.Epoch, new RestartOutcome(RestartResult.Done, new Reason("done", "done"))));
        _rig.Time.Advance(TimeSpan.FromSeconds(2));
        Pass(instance);
    }

    private static Observation Bad(string instance) =>
        Observation.Fail("liveness", "timeout-first-byte", "no answer from http://127.0.0.1/?key=hunter2-hunter2") with { Instance = instance };
}
