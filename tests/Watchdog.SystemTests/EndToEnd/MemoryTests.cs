using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Memory that grows with each request, by each of its sources, and runs that end badly: told by their names, each once.</summary>
public sealed class MemoryTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableTheory]
    [InlineData("working-set", 9471, "")]
    [InlineData("pss", 9472, """, "source": "pss" """)]
    [InlineData("told", 9473, """, "pointer": "/memory/rss_bytes", "from": "liveness" """)]
    public async Task Run_MemoryGrowingByRequests_IsWarnedOfAndRestartedAfterItsTime(string name, int port, string source)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-{name}");
        var interval = name == "told" ? "" : """, "interval": "1s" """;
        var web = new Watched(name, port) { Keys = $$""", "memory": { "max": "200M", "for": "2s", "warnAt": "60%", "successThreshold": 1{{interval}}{{source}} }""" };
        await box.ServeAsync(daemon, web);
        Skip.If(name == "working-set" && await box.PropertyAsync(web.Unit, "MemoryCurrent") == "[not set]", "the memory controller is not available");
        await daemon.StartAsync(web);
        var before = await daemon.UntilAsync(web.Name, Phase.Watching);

        box.Write(web.Control, "leak 20");
        await Eventually.TrueAsync(() => daemon.Inputs<Observed>(web.Name).Any(IsOverLimit), $"{name} over its limit");
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);

        var decisions = daemon.Decisions<Decision>(web.Name).ToList();
        var restart = Assert.Single(decisions.OfType<Restart>());
        Assert.Equal(("memory-over-limit", null), (restart.Reason.Code, restart.KillAfter));
        var warning = Assert.Single(decisions.OfType<Alert>(), alert => alert.Reason.Code == "memory-high");
        Assert.True(decisions.IndexOf(warning) < decisions.IndexOf(restart));
        Assert.InRange(daemon.Inputs<Observed>(web.Name).Count(IsOverLimit), 2, int.MaxValue);
        Assert.DoesNotContain(decisions.OfType<Alert>(), alert => alert.Reason.Code is "signal" or "exit-code");
    }

    [SkippableFact]
    public async Task Run_PssThatMayNotBeRead_CouldNotLookAndSaysSoOnce()
    {
        box.Require();
        await using var daemon = BoxedDaemon.Installed(box);
        var web = new Watched("private", 9474) { Keys = """, "memory": { "max": "200M", "source": "pss", "interval": "1s" }""" };
        await box.AddUserAsync();
        await box.ServeAsync(daemon, web);
        await daemon.StartAsync(web);
        await Eventually.TrueAsync(() => daemon.Inputs<Observed>(web.Name).Any(one => one.Observation.Check == "memory"), "a look at its memory");
        await Task.Delay(s_manyIntervals);

        var seen = Assert.Single(daemon.Inputs<Observed>(web.Name), one => one.Observation.Check == "memory").Observation;
        Assert.Equal((Look.Unknown, "pss-denied"), (seen.Look, seen.Reason.Code));
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }

    [SkippableTheory]
    [InlineData("exit-code", 9475, "Restart=on-failure\nRestartSec=1s", "--exit-on-term 3", "TERM")]
    [InlineData("signal", 9476, "Restart=always\nRestartSec=1s", "", "KILL")]
    [InlineData("core-dump", 9477, "Restart=always\nRestartSec=1s\nLimitCORE=infinity\nWorkingDirectory=/tmp", "", "ABRT")]
    [InlineData("exit-code", 9478, "", "--exit-on-term 3", "TERM")]
    public async Task Run_EndThatNobodyAskedFor_IsToldByItsNameOnce(string result, int port, string lines, string options, string signal)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, $"wd-end-{port}");
        var web = new Watched($"end-{port}", port) { Lines = lines, Options = options };
        var before = await box.WatchAsync(daemon, web);

        await box.ExecAsync("kill", $"-{signal}", await box.PropertyAsync(web.Unit, "MainPID"));
        var after = await daemon.UntilWellAfterAsync(before);
        await daemon.SystemctlAsync("restart", daemon.Unit);
        await daemon.UntilAsync(web.Name, status => status.Phase == Phase.Watching && status.Instance == after.Instance);

        Skip.If(result == "core-dump" && Ends(daemon, web).SequenceEqual(["signal"]), "this machine dumps no core");
        Assert.Equal([result], Ends(daemon, web));
    }

    [SkippableFact]
    public async Task Run_StopAndRestartByAnOperator_AreNoEndsToTell()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-asked");
        var web = new Watched("asked", 9479) { Options = "--exit-on-term 3", Lines = "Restart=always" };
        var before = await box.WatchAsync(daemon, web);

        await box.SystemctlAsync("restart", web.Unit);
        await daemon.UntilWellAfterAsync(before);
        await box.SystemctlAsync("stop", web.Unit);
        await daemon.UntilAsync(web.Name, Phase.Stopped);

        Assert.Empty(Ends(daemon, web));
    }

    [SkippableFact]
    public async Task Run_NoWordToItsManagersWatchdog_IsToldOnceAndStartedAgain()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-silent");
        var web = new Watched("silent", 9480) { Budget = 1, Options = "--notify-once", Lines = "Type=notify\nWatchdogSec=8s\nLimitCORE=0" };
        await box.WatchAsync(daemon, web);

        // It is well for some seconds, then its manager ends it again: what counts is what was said until then.
        await Eventually.TrueAsync(() => daemon.Decisions<Moved>(web.Name).Any(IsRecovery), "its recovery");
        var until = daemon.Decisions<Decision>(web.Name).TakeWhile(decision => decision is not Moved moved || !IsRecovery(moved));

        Assert.Equal(["watchdog"], Ends(until));
    }

    [SkippableFact]
    public async Task Run_StartLimitHit_IsToldOnceBesideTheEndsBeforeIt()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-refused");
        var web = new Watched("refused", 9481) { Lines = "Restart=on-failure\nRestartSec=5s\n[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=300" };

        // The daemon first: a daemon-reload between the starts would have systemd forget them.
        await daemon.StartAsync(web);
        await box.ServeAsync(daemon, web);
        var first = await daemon.UntilAsync(web.Name, Phase.Watching);
        await box.CrashAsync(daemon, web.Unit);
        var second = await daemon.UntilWellAfterAsync(first);
        await box.CrashAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(second);

        // Between the second end and the refusal, its manager waits long enough for a look.
        Assert.Equal(["signal", "signal", "start-limit-hit"], Ends(daemon, web));
    }

    private static bool IsOverLimit(Observed seen) => seen.Observation is { Check: "memory", Look: Look.Failed };

    private static bool IsRecovery(Moved moved) => moved is { From: Phase.Verifying, To: Phase.Watching };

    private static IEnumerable<string> Ends(BoxedDaemon daemon, Watched web) => Ends(daemon.Decisions<Decision>(web.Name));

    private static IEnumerable<string> Ends(IEnumerable<Decision> decisions) =>
        decisions.OfType<Alert>().Where(alert => alert.Level == AlertLevel.Warning).Select(alert => alert.Reason.Code);
}
