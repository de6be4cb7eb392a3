using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What a restart waits for, and what it does not.</summary>
public sealed class WaitingTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableFact]
    public async Task Run_DependencyDown_HoldsTheDependentsAndRestartsTheFrozenOne()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-depends");
        var (db, named) = (new Watched("db", 9461), Dependent("named", 9462, "\"db\""));
        var inline = Dependent("inline", 9463, "{ \"tcp\": \"127.0.0.1:9461\" }");
        await box.ServeAsync(daemon, db, named, inline);
        await daemon.StartAsync(db, named, inline);
        var before = await daemon.UntilAsync(named.Name, Phase.Watching);
        await daemon.UntilAsync(inline.Name, Phase.Watching);

        await box.SystemctlAsync("stop", db.Unit);
        foreach (var service in (Watched[])[named, inline]) box.Write(service.Control, "deep-fail");
        var held = await daemon.UntilAsync(named.Name, status => status.Hold == Hold.Dependency);
        var other = await daemon.UntilAsync(inline.Name, status => status.Hold == Hold.Dependency);
        await Task.Delay(s_manyIntervals);

        Assert.Equal("waits for db: its unit is inactive (dead)", held.Reason.Sentence);
        Assert.StartsWith("waits for tcp 127.0.0.1:9461: ", other.Reason.Sentence, StringComparison.Ordinal);
        Assert.Contains("waits for db", (await daemon.RunAsync("why", named.Name)).Output, StringComparison.Ordinal);
        Assert.Empty(daemon.Decisions<BeginAction>(named.Name));

        // A frozen one serves nobody, whatever it depends on.
        await box.FreezeAsync(daemon, named.Unit);
        box.Write(named.Control, "ok");
        await daemon.UntilWellAfterAsync(before);
        Assert.Single(daemon.Decisions<Restart>(named.Name));

        await box.SystemctlAsync("start", db.Unit);
        await daemon.UntilAsync(inline.Name, status => status.Phase == Phase.Suspect);
        await Task.Delay(s_manyIntervals);
        box.Write(inline.Control, "ok");
        await daemon.UntilAsync(inline.Name, Phase.Watching);

        Assert.Contains(daemon.Decisions<NotActing>(inline.Name), not => not.Reason.Code == "dependency-back");
        Assert.Empty(daemon.Decisions<BeginAction>(inline.Name));
    }

    [SkippableFact]
    public async Task Run_WorkInFlight_HoldsASoftRestartUntilThereIsNone()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-busy");
        var web = Busy("busy", 9464, "10m");
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "busy 3");
        box.Write(Flag(web), "bad");
        var held = await daemon.UntilAsync(web.Name, status => status.Hold == Hold.Busy);
        await Task.Delay(s_manyIntervals);
        Assert.Matches("^3 in flight, waits until [0-9:]{5} UTC at most$", held.Reason.Sentence);
        Assert.Empty(daemon.Decisions<Restart>(web.Name));
        Assert.Single(daemon.Decisions<BeginAction>(web.Name));

        box.Write(web.Control, "busy 0");
        await Eventually.TrueAsync(() => daemon.Decisions<Restart>(web.Name).Count == 1, "the restart");
        box.Write(Flag(web), "");
        await daemon.UntilWellAfterAsync(before);

        Assert.DoesNotContain("interrupted", Assert.Single(daemon.Decisions<Restart>(web.Name)).Reason.Sentence, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_WorkThatDoesNotEnd_IsInterruptedAtTheCeiling()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-ceiling");
        var web = Busy("ceiling", 9465, "3s");
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "busy 3");
        box.Write(Flag(web), "bad");
        await Eventually.TrueAsync(() => daemon.Decisions<Restart>(web.Name).Count == 1, "the restart");
        box.Write(Flag(web), "");
        await daemon.UntilWellAfterAsync(before);

        Assert.EndsWith("interrupted: 3 in flight", Assert.Single(daemon.Decisions<Restart>(web.Name)).Reason.Sentence, StringComparison.Ordinal);
        Assert.Equal("busy", Assert.Single(daemon.Decisions<CallOff>(web.Name)).Reason.Code);
    }

    [SkippableFact]
    public async Task Run_SignalForADump_IsSentBeforeTheRestartOnly()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-dump");
        var web = Signalled("dump", 9466, "SIGUSR1") with { Options = "--dump /run/dump.stacks" };
        var before = await box.WatchAsync(daemon, web);
        var started = File.GetLastWriteTimeUtc(box.HostPath("/run/dump.stacks"));
        box.Write(web.Control, "hang-handler");

        // The new instance opens the file anew.
        await Eventually.TrueAsync(() => File.ReadAllText(box.HostPath("/run/dump.stacks")).Contains(" in serve", StringComparison.Ordinal), "the stacks of the hanging handler");
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);

        Assert.Equal(DumpSignal.Usr1, Assert.Single(daemon.Decisions<Restart>(web.Name)).Signal);
        var outcome = Assert.Single(daemon.Inputs<RestartEnded>(web.Name)).Outcome;
        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.EndsWith("; SIGUSR1 sent 2 s before", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.NotEqual(default, started);
    }

    [SkippableTheory]
    [InlineData("always", "SIGABRT", "100ms", 9467)]
    [InlineData("always", "SIGABRT", "3s", 9468)]
    [InlineData("no", "SIGABRT", "100ms", 9469)]
    public async Task Run_SignalThatEndsTheProcess_IsOneRestart(string restart, string signal, string after, int port)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-ends-{port}");
        var web = Signalled($"ends-{port}", port, signal) with { Lines = $"Restart={restart}\nRestartSec={after}" };
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "hang-handler");
        await Eventually.TrueAsync(() => daemon.Decisions<Restart>(web.Name).Count == 1, "the restart");
        box.Write(web.Control, "ok");
        var well = await daemon.UntilWellAfterAsync(before);
        await Task.Delay(s_manyIntervals);

        Assert.Equal(1, well.Ledger.Restarts);
        Assert.Equal(well.Instance, await box.PropertyAsync(web.Unit, "InvocationID"));
        Assert.Equal(StartKind.Ours, Assert.Single(daemon.Decisions<Started>(web.Name)).Kind);
        var outcome = Assert.Single(daemon.Inputs<RestartEnded>(web.Name)).Outcome;
        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.Contains($"; {signal} sent ", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(" has ended", outcome.Reason.Sentence, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_SignalForAStoppedProcess_IsNotWaitedFor()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-still");
        var web = Signalled("still", 9470, "SIGUSR1") with { Options = "--dump /run/still.stacks" };
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        var outcome = Assert.Single(daemon.Inputs<RestartEnded>(web.Name)).Outcome;
        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.EndsWith("which is stopped", outcome.Reason.Sentence, StringComparison.Ordinal);
    }

    private static Watched Dependent(string name, int port, string on) => new(name, port)
    {
        Keys = $$"""
            , "deepHealth": { "url": "http://127.0.0.1:{{port}}/health?deep=1", "interval": "1s", "timeout": "1s", "failureThreshold": 2, "successThreshold": 1 }, "dependsOn": [{{on}}]
            """,
    };

    private static Watched Busy(string name, int port, string atMost) => new(name, port)
    {
        Keys = $$"""
            , "checks": { "flag": { "command": ["/usr/bin/test", "!", "-s", "/run/{{name}}.flag"], "interval": "1s", "timeout": "2s", "failureThreshold": 2, "successThreshold": 1 } }
            """,
        Restart = $$""", "busy": { "pointer": "/active_streams", "atMost": "{{atMost}}" }""",
    };

    private static Watched Signalled(string name, int port, string signal) => new(name, port) { Restart = $$""", "signal": "{{signal}}" """ };

    private static string Flag(Watched service) => $"/run/{service.Name}.flag";
}
