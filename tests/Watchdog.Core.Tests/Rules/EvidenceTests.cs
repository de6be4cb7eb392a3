using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

/// <summary><c>onFailure: evidence</c>, and what is remembered of evidence.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public void Observed_BecomesUnhealthy_TakesEvidenceOnceAndRestartsNothing()
    {
        var desk = Watching();

        desk.Fail(times: 3);
        Assert.Equal(["evidence liveness", "Warning unhealthy"], Told(desk));
        desk.Fail(times: 20);

        Assert.Equal(["evidence liveness", "Warning unhealthy"], Told(desk));
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Equal(Any.Liveness, desk.State.Incident!.Cause);
    }

    [Fact]
    public void Observed_HealthyMeanwhile_TakesItAgainButAtMostOnceAnHour()
    {
        var desk = Watching();

        desk.Fail(times: 3).Pass().Pass().After(Min(30)).Fail(times: 3).Pass().Pass();
        Assert.Single(desk.All.OfType<TakeEvidence>());
        desk.After(Min(30)).Fail(times: 3);

        Assert.Equal(2, desk.All.OfType<TakeEvidence>().Count());
    }

    [Fact]
    public void Observed_WhilePausedOrNotRunning_TakesNone()
    {
        var paused = Watching();
        paused.Give(new PauseSet("the disk is changed", paused.Now + H(1))).Fail(times: 3);
        Assert.Empty(paused.All.OfType<TakeEvidence>());

        var stopped = Watching();
        stopped.Fail(times: 2).Seen(Unit(state: UnitState.Inactive)).Fail();
        Assert.Empty(stopped.All.OfType<TakeEvidence>());
    }

    [Fact]
    public void Observed_LeadsToAlertOrRestart_DecidesAsEver()
    {
        var alert = Desk.Watching(Policy(Any.Liveness) with { Checks = [Check(Any.Liveness) with { OnFailure = OnFailure.Alert }] });
        Assert.Equal(["Warning unhealthy"], Told(alert.Fail(times: 3)));

        var restart = Desk.Watching();
        Assert.Empty(Told(restart.Fail(times: 3)));
        Assert.Single(restart.All.OfType<BeginAction>());
    }

    [Fact]
    public void LastLookAndEvidenceTaken_AreRemembered()
    {
        var desk = Desk.Watching();
        desk.Fail(times: 3).Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit) { Evidence = "one" });
        Assert.Equal("one", desk.State.Evidence);

        desk.Give(new EvidenceTaken("two", "asked for"));
        Assert.Equal("two", desk.State.Evidence);
        Assert.Equal(H(1), new ServiceState { EvidenceAt = H(3) }.Rebase(H(-2)).EvidenceAt);
    }

    [Fact]
    public void EvidenceTaken_OfACheckThatRestartsNothing_IsToldWithItsId()
    {
        var desk = Watching().Fail(times: 3);
        var id = Assert.Single(desk.Steps).Incident;
        desk.Give(new EvidenceTaken(id, "it fails") { Check = Any.Liveness });

        Assert.Equal([(IncidentEvent.Opened, AlertLevel.Warning, null), (IncidentEvent.Also, AlertLevel.Info, id)], desk.Steps.Select(step => (step.Event, step.Level, step.Evidence)));
        Assert.Equal("evidence was taken, and nothing is restarted", desk.Steps[1].Reason.Sentence);

        desk.Give(new EvidenceTaken("another", "asked for"));
        Assert.Equal(2, desk.Steps.Count);
    }

    private static Desk Watching() => Desk.Watching(Policy(Any.Liveness) with { Checks = [Check(Any.Liveness) with { OnFailure = OnFailure.Evidence }] });

    private static string[] Told(Desk desk) => [.. desk.All.Where(one => one is TakeEvidence or Alert).Select(Tell.It)];
}
