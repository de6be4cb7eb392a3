using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Telling;
using Watchdog.Notify.Texts;
using static Watchdog.Tests.Notify.Telling.Told;

namespace Watchdog.Tests.Notify.Telling;

public class StoryTextsTests
{
    [Fact]
    public void Acted_SaysTheDiagnosisInTheFirstLineAndWhereTheEvidenceIs() => Says(
        Step(IncidentEvent.Acted, 2, code: "accept-wedged", sentence: "a connection that was open already is answered, new ones are not accepted; 12 connections wait and none was taken; no answer in 10 s (liveness, 3 in a row); interrupted: 2 in flight")
            with
        { Restarts = 1, BudgetLeft = 2, Interrupted = "2 in flight" },
        "e1",
        """
        20261121-222242-7f3a1c/2-acted of 20261121-222242-7f3a1c, Acted, Warning
        web: restarted, a connection that was open already is answered, new ones are not accepted; 12 connections wait and none was taken; no answer in 10 s (liveness, 3 in a row); interrupted: 2 in flight
        Time to detect: 30 s
        Interrupted: 2 in flight
        Restarts left: 2 of 3 within 30 min
        Evidence: /var/lib/service-watchdog/evidence/e1
        $ sudo watchdog evidence --open e1
        """);

    [Fact]
    public void Acted_ForAUnitThatHasFailed_SaysStarted() => Says(
        Step(IncidentEvent.Acted, 2, code: "unit-failed", sentence: "the unit has failed (exit-code) and nobody stopped it") with { Cause = Cause.Unit, Restarts = 1, BudgetLeft = 2, Opened = At, Since = At },
        null,
        """
        20261121-222242-7f3a1c/2-acted of 20261121-222242-7f3a1c, Acted, Warning
        web: started again, the unit has failed (exit-code) and nobody stopped it
        Restarts left: 2 of 3 within 30 min
        $ sudo watchdog why web
        """);

    [Fact]
    public void Opened_SaysWhyNothingIsRestarted() => Says(
        Step(IncidentEvent.Opened, code: "flapping", sentence: "liveness fails now and then, last: timeout: no answer") with { Cause = "" },
        null,
        """
        20261121-222242-7f3a1c/1-opened of 20261121-222242-7f3a1c, Opened, Warning
        web: liveness fails now and then, last: timeout: no answer
        Time to detect: 30 s
        Lasts for: 33 s
        Why no restart: it answers in between, and a restart would cut off whom it serves
        $ sudo watchdog why web
        """);

    [Fact]
    public void Also_SaysSo() => Says(
        Step(IncidentEvent.Also, 3, code: "restart-cannot-help", sentence: "deepHealth: the database is down; no restart mends that"),
        "e1",
        """
        20261121-222242-7f3a1c/3-also of 20261121-222242-7f3a1c, Also, Warning
        web: also, deepHealth: the database is down; no restart mends that
        Down for: 33 s
        Evidence: /var/lib/service-watchdog/evidence/e1
        $ sudo watchdog evidence --open e1
        """);

    [Fact]
    public void Also_OfARestartThatFailed_IsLoud() => Says(
        Step(IncidentEvent.Also, 3, level: AlertLevel.Critical, code: "denied", sentence: "polkit does not let us restart web.service") with { RestartFailed = true },
        null,
        """
        20261121-222242-7f3a1c/3-also of 20261121-222242-7f3a1c, Also, Critical
        web: the restart failed, polkit does not let us restart web.service
        Down for: 33 s
        $ sudo watchdog why web
        """);

    [Fact]
    public void Also_ThatItHelped_SaysJustThat() => Says(
        Step(IncidentEvent.Also, 4, level: AlertLevel.Info, code: "recovered", sentence: "the new instance is well, 12 s after the restart was decided"),
        null,
        """
        20261121-222242-7f3a1c/4-also of 20261121-222242-7f3a1c, Also, Info
        web: the new instance is well, 12 s after the restart was decided
        Down for: 33 s
        $ sudo watchdog why web
        """);

    [Fact]
    public void Holding_NamesTheOneCommand() => Says(
        Step(IncidentEvent.Held, 7, level: AlertLevel.Critical, code: "storm", sentence: "the budget of 3 restarts in 30 min is spent; a service that serves nobody gets one try every 1 h, `watchdog rearm web` closes the circuit")
            with
        { Restarts = 3, BudgetLeft = 0, Lasted = TimeSpan.FromMinutes(12) },
        "e3",
        """
        20261121-222242-7f3a1c/7-holding of 20261121-222242-7f3a1c, Holding, Critical
        web: HELD, the budget of 3 restarts in 30 min is spent; a service that serves nobody gets one try every 1 h, `watchdog rearm web` closes the circuit
        Time to detect: 30 s
        Down for: 12 min
        Restarts: 3
        Restarts left: none of 3 within 30 min
        Evidence: /var/lib/service-watchdog/evidence/e3 (sudo watchdog evidence --open e3)
        $ sudo watchdog rearm web
        """);

    [Fact]
    public void Reminder_SaysHowLong() => Says(
        Step(IncidentEvent.Reminded, 8, level: AlertLevel.Critical, code: "storm", sentence: "still held: restart storm: the budget is spent, and liveness still fails") with { Restarts = 26, BudgetLeft = 2, Lasted = TimeSpan.FromHours(25) },
        null,
        """
        20261121-222242-7f3a1c/8-reminder of 20261121-222242-7f3a1c, Reminder, Critical
        web: still held: restart storm: the budget is spent, and liveness still fails
        Down for: 1 d 1 h
        Restarts: 26
        Restarts left: 2 of 3 within 30 min
        $ sudo watchdog rearm web
        """);

    [Fact]
    public void Paused_SaysByWhomAndForHowLong() => Says(
        Step(IncidentEvent.Paused, 3, level: AlertLevel.Info, code: "paused", sentence: "paused for 30 min: the disk is changed (anna)"),
        "e1",
        """
        20261121-222242-7f3a1c/3-paused of 20261121-222242-7f3a1c, Paused, Info
        web: paused for 30 min: the disk is changed (anna)
        Down for: 33 s
        """);

    [Fact]
    public void Recovered_SaysHowLongAndWhatItCost() => Says(
        Step(IncidentEvent.Recovered, 3, level: AlertLevel.Info, code: "recovered", sentence: "the new instance is well") with { Restarts = 1, BudgetLeft = 2, Lasted = TimeSpan.FromSeconds(150), Interrupted = "2 in flight" },
        "e1",
        """
        20261121-222242-7f3a1c/3-recovered of 20261121-222242-7f3a1c, Recovered, Info
        web: well again after 2 min 30 s and 1 restart
        Down for: 2 min 30 s
        Restarts: 1
        Interrupted: 2 in flight
        Restarts left: 2 of 3 within 30 min
        Evidence: /var/lib/service-watchdog/evidence/e1 (sudo watchdog evidence --open e1)
        """);

    [Fact]
    public void Recovered_FromAWarning_SaysHowLongItLasted() => Says(
        Step(IncidentEvent.Recovered, 2, level: AlertLevel.Info, code: "watching", sentence: "no check fails") with { Cause = "" },
        null,
        """
        20261121-222242-7f3a1c/2-recovered of 20261121-222242-7f3a1c, Recovered, Info
        web: well again after 33 s
        Lasts for: 33 s
        """);

    [Fact]
    public void Ended_SaysThatItIsNotWell() => Says(
        Step(IncidentEvent.Ended, 3, level: AlertLevel.Info, code: "stopped", sentence: "someone stopped it, or nobody has started it"),
        null,
        """
        20261121-222242-7f3a1c/3-ended of 20261121-222242-7f3a1c, Ended, Info
        web: over without having become well: someone stopped it, or nobody has started it
        Down for: 33 s
        """);

    [Fact]
    public void Noted_IsASentence() => Says(
        Step(IncidentEvent.Noted, code: "oom-kill", sentence: "the kernel killed a process of it for lack of memory (oom-kill); the unit goes on"),
        "e1",
        """
        20261121-222242-7f3a1c/1-note of 20261121-222242-7f3a1c, Note, Warning
        web: the kernel killed a process of it for lack of memory (oom-kill); the unit goes on
        $ sudo watchdog why web
        """);

    [Fact]
    public void Of_ASecretInTheReason_HidesIt()
    {
        var service = Service() with { Secrets = Secrets.Of(["hunter2-hunter2"]) };
        var step = Step(IncidentEvent.Acted, sentence: "GET /health?key=hunter2-hunter2 was refused; interrupted: hunter2-hunter2") with { Interrupted = "hunter2-hunter2" };
        var message = StoryTexts.Of(service, step, MessageKind.Acted, null, At, Place);
        Assert.Equal("web: restarted, GET /health?key=*** was refused; interrupted: ***", message.Title);
        Assert.DoesNotContain(message.Facts, fact => fact.Value.Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", StoryTexts.Flood(service, message).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Title_OfAServiceWhoseNameIsAHostOfTheConfiguration_NamesIt()
    {
        var service = Service("grafana") with { Secrets = Secrets.Of(["http://grafana:3000"]) };
        var message = StoryTexts.Of(service, Step(IncidentEvent.Acted, sentence: "GET http://grafana:3000/ was refused"), MessageKind.Acted, null, At, Place);

        Assert.Equal("grafana: restarted, GET ***/ was refused", message.Title);
        Assert.EndsWith(" and now again: restarted, GET ***/ was refused", StoryTexts.Flood(service, message).Title, StringComparison.Ordinal);
        Assert.Equal("grafana: still so after 6 min: restarted, GET ***/ was refused", StoryTexts.Stays(service, message, At + TimeSpan.FromMinutes(6)).Title);
    }

    [Fact]
    public void Stays_TitleThatIsShorterThanTheName_IsToldWhole()
    {
        var service = Service(new string('n', 100));
        var message = StoryTexts.Of(service, Step(IncidentEvent.Opened), MessageKind.Opened, null, At, Place) with { Title = "***: no answer" };

        Assert.EndsWith(" and now again: ***: no answer", StoryTexts.Flood(service, message).Title, StringComparison.Ordinal);
        Assert.EndsWith(": still so after 6 min: ***: no answer", StoryTexts.Stays(service, message, At + TimeSpan.FromMinutes(6)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ALongReasonOfManyLines_IsOneLineOf300()
    {
        var message = StoryTexts.Of(Service(), Step(IncidentEvent.Opened, sentence: $"a\nb{new string('x', 400)}"), MessageKind.Opened, null, At, Place);
        Assert.Equal(300, message.Title.Length);
        Assert.DoesNotContain('\n', message.Title);
    }

    [Theory]
    [InlineData("/var/lib/x", "sudo watchdog")]
    [InlineData("/home/anna/.local/state/x", "watchdog")]
    [InlineData("/srv/their state", "STATE_DIRECTORY='/srv/their state' watchdog")]
    public void OurCommand_ReachesTheWatchdogThatKeepsTheState(string state, string command) =>
        Assert.Equal(command, OurCommand.For(state, "/var/lib/x", "/home/anna/.local/state/x"));

    [Fact]
    public void Host_NamesTheServices()
    {
        var host = new ToldHost(HostTexts.IdOf(At), At) { Restarted = ["b", "a"] };
        var began = HostTexts.Began(host, ["c", "a", "b", "d", "e", "f", "g", "h", "i"], 12, isHeld: true, Place);
        Assert.Equal("host-20261121-222242/1 of host-20261121-222242", $"{began.Id} of {began.Story}");
        Assert.Equal("9 of 12 services are in trouble at once (a, b, c, d, e, f, g, h and 1 more): taken for the host, the network or something they share", began.Title);
        Assert.Equal((MessageKind.Host, AlertLevel.Critical, "sudo watchdog status"), (began.Kind, began.Level, began.Command));

        Assert.Equal("nothing is restarted for a few minutes, then one by one; single services are told of when this is over, if they are still in trouble then", Assert.Single(began.Facts).Value);

        var alone = HostTexts.Began(host, ["a", "b", "c"], 4, isHeld: false, Place);
        Assert.Equal("so far each is restarted, or left alone, as it would be by itself; single services are told of when this is over, if they are still in trouble then", Assert.Single(alone.Facts).Value);

        var over = HostTexts.Recovered(host, At + TimeSpan.FromMinutes(6), Place);
        Assert.Equal("host-20261121-222242/2 of host-20261121-222242", $"{over.Id} of {over.Story}");
        Assert.Equal("no longer are many services in trouble at once, after 6 min", over.Title);
        Assert.Equal(new MessageFact("Restarted meanwhile", "a, b"), Assert.Single(over.Facts));
    }

    private static void Says(IncidentStep step, string? evidence, string expected)
    {
        var message = StoryTexts.Of(Service(), step, Kinds.Of(step)!.Value, evidence, At, Place);
        string[] lines =
        [
            $"{message.Id} of {message.Story}, {message.Kind}, {message.Level}",
            message.Title,
            .. message.Facts.Select(fact => $"{fact.Name}: {fact.Value}"),
            .. message.Command is { } command ? [$"$ {command}"] : Array.Empty<string>(),
        ];
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', lines));
        Assert.Equal(("web", "web1", At, Severity.Critical), (message.Service, message.Host, message.At, message.Severity));
    }
}
