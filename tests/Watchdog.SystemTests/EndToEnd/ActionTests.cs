using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>How it acts, and on what else than a server that hangs.</summary>
public sealed class ActionTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Run_FrozenAndDeafToTerm_IsKilledAfterKillAfter()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-deaf");
        var web = new Watched("deaf", 9431) { Options = "--ignore-term" };
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        var outcome = Assert.Single(daemon.Inputs<RestartEnded>(web.Name)).Outcome;
        Assert.Equal((RestartResult.Done, true), (outcome.Result, outcome.Killed));
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
        await box.SystemctlAsync("kill", "-s", "KILL", web.Unit);
    }

    [SkippableFact]
    public async Task Run_FrozenWithTimeoutOfItsOwn_IsGivenThat()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-granted");
        var web = new Watched("granted", 9432) { Options = "--ignore-term", Lines = "TimeoutStopSec=5" };
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        var outcome = Assert.Single(daemon.Inputs<RestartEnded>(web.Name)).Outcome;
        Assert.Equal((RestartResult.Done, false), (outcome.Result, outcome.Killed));
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
        await box.SystemctlAsync("kill", "-s", "KILL", web.Unit);
    }

    [SkippableFact]
    public async Task Run_MemoryOverItsLimitForItsTime_IsRestarted()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-fat");
        var web = new Watched("fat", 9433) { Keys = """, "memory": { "max": "100M", "for": "2s", "interval": "1s", "successThreshold": 1 }""" };
        await box.ServeAsync(daemon, web);
        Skip.If(await box.PropertyAsync(web.Unit, "MemoryCurrent") == "[not set]", "the memory controller is not available");
        await daemon.StartAsync(web);
        var before = await daemon.UntilAsync(web.Name, Phase.Watching);

        box.Write(web.Control, "grow 150");
        await Eventually.TrueAsync(async () => long.Parse(await box.PropertyAsync(web.Unit, "MemoryCurrent")) > 150 << 20, "150 MiB more");
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);

        var restart = Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.StartsWith("memory-", restart.Reason.Code, StringComparison.Ordinal);
        Assert.Null(restart.KillAfter);
        var failures = daemon.Inputs<Observed>(web.Name).Where(seen => seen.Observation is { Check: "memory", Look: Look.Failed }).ToList();
        Assert.InRange(failures.Count, 2, int.MaxValue);
    }

    [SkippableFact]
    public async Task Run_TemplateGlob_FollowsItsInstancesAndRestartsTheWedgedOne()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-agents");
        var agents = new Watched("agent", 0) { Unit = "agent@*.service" };
        await box.WriteUnitAsync("agent@.service", $"[Service]\nExecStart=/usr/bin/python3 {SystemdBox.UnderTest}/Servers/server.py %i /run/agent-%i.control");
        await box.SystemctlAsync("start", "agent@9441.service", "agent@9442.service");
        await box.ListeningAsync(9441);
        await box.ListeningAsync(9442);
        await daemon.StartAsync(agents, new Watched("overlapping", 0) { Unit = "agent@944*.service" });
        var first = await daemon.UntilAsync("agent/agent@9441.service", Phase.Watching);
        await daemon.UntilAsync("agent/agent@9442.service", Phase.Watching);

        await box.SystemctlAsync("start", "agent@9443.service");
        var third = await daemon.UntilAsync("agent/agent@9443.service", Phase.Watching);
        await box.SystemctlAsync("stop", "agent@9442.service");
        await Eventually.TrueAsync(async () => (await daemon.StatusAsync()).Value?.Services.Length == 2, "two instances left");

        await box.FreezeAsync(daemon, "agent@9443.service");
        await daemon.UntilWellAfterAsync(third);

        Assert.Single(daemon.Decisions<Restart>(third.Name));
        Assert.Empty(daemon.Decisions<BeginAction>(first.Name));
        Assert.Equal(first.Instance, await box.PropertyAsync("agent@9441.service", "InvocationID"));
        Assert.Equal("inactive", await box.PropertyAsync("agent@9442.service", "ActiveState"));
    }

    [SkippableFact]
    public async Task Run_UnitThatRequiresAnother_IsRestartedAlongAndThatIsOurs()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-along");
        var (web, along) = (new Watched("needed", 9434), new Watched("along", 9435) { Lines = "[Unit]\nRequires=needed.service\nAfter=needed.service" });
        await box.ServeAsync(daemon, web, along);
        await daemon.StartAsync(web, along);
        var before = await daemon.UntilAsync(web.Name, Phase.Watching);
        var alongBefore = await daemon.UntilAsync(along.Name, Phase.Watching);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);
        var alongAfter = await daemon.UntilWellAfterAsync(alongBefore);

        Assert.Equal(1, alongAfter.Ledger.Restarts);
        var started = Assert.Single(daemon.Decisions<Started>(along.Name));
        Assert.Equal((StartKind.Ours, "restarted-along"), (started.Kind, started.Reason.Code));
        Assert.Empty(daemon.Decisions<BeginAction>(along.Name));
    }

    [SkippableFact]
    public async Task Run_EndedWhileNobodyWatched_StartsTheCrashedAndLeavesTheStopped()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-late");
        var (crashed, stopped) = (new Watched("late-crashed", 9436), new Watched("late-stopped", 9437) { Options = "--exit-on-term 3" });
        await box.ServeAsync(daemon, crashed, stopped);
        await daemon.StartAsync(crashed, stopped);
        var before = await daemon.UntilAsync(crashed.Name, Phase.Watching);
        await daemon.UntilAsync(stopped.Name, Phase.Watching);
        await daemon.StopAsync();

        await box.CrashAsync(daemon, crashed.Unit);
        await box.SystemctlAsync("stop", stopped.Unit);
        await daemon.SystemctlAsync("start", daemon.Unit);

        Assert.Equal(1, (await daemon.UntilWellAfterAsync(before)).Ledger.Restarts);
        await daemon.UntilAsync(stopped.Name, Phase.Stopped);
        Assert.Empty(daemon.Decisions<BeginAction>(stopped.Name));
        Assert.Equal("failed", await box.PropertyAsync(stopped.Unit, "ActiveState"));
    }

    [SkippableFact]
    public async Task Run_StartThatWouldDisplaceAJob_IsTriedAgainLater()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-crowded");
        var web = new Watched("crowded", 9438) { Lines = "[Unit]\nConflicts=guest.service" };
        await box.WriteUnitAsync("guest.service", "[Service]\nType=oneshot\nExecStart=/bin/sleep inf");
        var before = await box.WatchAsync(daemon, web);
        await daemon.StopAsync();
        await box.CrashAsync(daemon, web.Unit);
        await Eventually.TrueAsync(async () => await box.PropertyAsync(web.Unit, "ActiveState") == "failed", "the crash");
        await box.SystemctlAsync("start", "--no-block", "guest.service");

        // The failure has been cleared when the start is refused, so that systemd calls it inactive by now.
        await daemon.SystemctlAsync("start", daemon.Unit);
        await daemon.UntilAsync(web.Name, _ => daemon.Inputs<RestartEnded>(web.Name).Count > 1);
        Assert.All(daemon.Inputs<RestartEnded>(web.Name), ended => Assert.Equal((RestartResult.Displaced, "job-conflict"), (ended.Outcome.Result, ended.Outcome.Reason.Code)));
        Assert.InRange(daemon.Decisions<BeginAction>(web.Name).Count, 2, 4);

        await box.SystemctlAsync("kill", "-s", "KILL", "guest.service");
        Assert.Equal(1, (await daemon.UntilWellAfterAsync(before)).Ledger.Restarts);
    }
}
