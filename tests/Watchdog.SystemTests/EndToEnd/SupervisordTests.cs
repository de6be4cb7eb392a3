using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The main job through a real supervisord.</summary>
public sealed class SupervisordTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableFact]
    public async Task Run_SupervisedServers_AreRestartedWhenTheyHangAndLeftWhenTheyAreStopped()
    {
        box.Require();
        var supervisord = new BoxedSupervisord(box, "sup-main", 9490);
        await supervisord.StartAsync(BoxedSupervisord.Program("by-unix", 9481) + BoxedSupervisord.Program("by-tcp", 9482));
        await box.ListeningAsync(9481);
        await box.ListeningAsync(9482);
        await using var daemon = new BoxedDaemon(box, "wd-sup-main");
        await daemon.StartWithAsync(Managed.File(
            Managed.Service("by-unix", supervisord.Manager("by-unix"), 9481), Managed.Service("by-tcp", supervisord.Manager("by-tcp", overTcp: true), 9482)));

        await Task.WhenAll(MainJobAsync(daemon, supervisord, "by-unix"), MainJobAsync(daemon, supervisord, "by-tcp"));
    }

    private async Task MainJobAsync(BoxedDaemon daemon, BoxedSupervisord supervisord, string name)
    {
        var first = await daemon.UntilAsync(name, Phase.Watching);

        // A hang: supervisord itself kills what does not end in its stopwaitsecs.
        await box.ExecAsync("kill", "-STOP", await supervisord.PidAsync(name));
        var second = await daemon.UntilWellAfterAsync(first);
        Assert.StartsWith(await supervisord.PidAsync(name) + ":", second.Instance, StringComparison.Ordinal);
        Assert.Equal((1, 1), (second.Ledger.Restarts, daemon.Decisions<Restart>(name).Count));
        var outcome = Assert.Single(daemon.Inputs<RestartEnded>(name)).Outcome;
        Assert.Equal((RestartResult.Done, true), (outcome.Result, outcome.Killed));
        Assert.StartsWith("killed by supervisord, since it did not end in 2 s", outcome.Reason.Sentence, StringComparison.Ordinal);

        // A crash that supervisord mends is counted, and left to it.
        await box.ExecAsync("kill", "-KILL", await supervisord.PidAsync(name));
        var third = await daemon.UntilWellAfterAsync(second);
        Assert.Equal((2, 1), (third.Ledger.Restarts, daemon.Decisions<Restart>(name).Count));
        Assert.Equal(StartKind.Automatic, daemon.Decisions<Started>(name)[^1].Kind);

        // A person's stop.
        await supervisord.CtlAsync("stop", name);
        await daemon.UntilAsync(name, Phase.Stopped);
        await Task.Delay(s_manyIntervals);
        Assert.Equal("STOPPED", await supervisord.StateAsync(name));
        Assert.Single(daemon.Decisions<BeginAction>(name));
        await supervisord.CtlAsync("start", name);
        await daemon.UntilAsync(name, Phase.Watching);
    }

    [SkippableFact]
    public async Task Run_ProgramThatSupervisordHasGivenUp_IsStarted()
    {
        box.Require();
        var supervisord = new BoxedSupervisord(box, "sup-fatal", 9493);
        await supervisord.StartAsync(
            BoxedSupervisord.Program("exits", 9483, "autorestart=false")
            + $"[program:fatal]\ncommand=/bin/sh -c 'test ! -e /run/fatal.broken && exec /usr/bin/python3 {SystemdBox.UnderTest}/Servers/server.py 9484 /run/fatal.control'\nstartretries=0\n");
        await box.ListeningAsync(9483);
        await box.ListeningAsync(9484);
        await using var daemon = new BoxedDaemon(box, "wd-sup-fatal");
        await daemon.StartWithAsync(Managed.File(
            Managed.Service("exits", supervisord.Manager("exits"), 9483),
            Managed.Service("fatal", supervisord.Manager("fatal"), 9484)));
        var (exits, fatal) = (await daemon.UntilAsync("exits", Phase.Watching), await daemon.UntilAsync("fatal", Phase.Watching));

        // One that exits, and that supervisord leaves down; one that it has tried in vain.
        box.Write("/run/exits.control", "exit 3");
        await Eventually.TrueAsync(async () => await supervisord.StateAsync("exits") != "RUNNING", "the exit");
        box.Write("/run/exits.control", "ok");
        box.Write("/run/fatal.broken", "");
        await box.ExecAsync("kill", "-KILL", await supervisord.PidAsync("fatal"));
        await Eventually.TrueAsync(() => daemon.Inputs<RestartEnded>("fatal").Count > 0, "an attempt to start it");
        File.Delete(box.HostPath("/run/fatal.broken"));

        Assert.Equal(Intent.EnsureUp, daemon.Decisions<Restart>((await daemon.UntilWellAfterAsync(exits)).Name)[0].Intent);
        Assert.Equal(Intent.EnsureUp, daemon.Decisions<Restart>((await daemon.UntilWellAfterAsync(fatal)).Name)[0].Intent);
        Assert.Equal((RestartResult.Failed, "spawn-error"), (daemon.Inputs<RestartEnded>("fatal")[0].Outcome.Result, daemon.Inputs<RestartEnded>("fatal")[0].Outcome.Reason.Code));
    }

    [SkippableFact]
    public async Task Run_WrongPasswordUnknownProgramOrNobodyThere_IsSaid()
    {
        box.Require();
        var supervisord = new BoxedSupervisord(box, "sup-blind", 9495);
        await supervisord.StartAsync(BoxedSupervisord.Program("down", 9485));
        await box.ListeningAsync(9485);
        await using var daemon = new BoxedDaemon(box, "wd-sup-blind");
        await daemon.StartWithAsync(Managed.File(
            Managed.Service("denied", supervisord.Manager("down", overTcp: true, "falsch"), 9485),
            Managed.Service("unknown", supervisord.Manager("dwon"), 9485),
            Managed.Service("down", supervisord.Manager("down"), 9485)));

        Assert.Contains("does not take our user name and password; compare them with those of [inet_http_server]", (await daemon.UntilAsync("denied", Phase.Blind)).Reason.Sentence, StringComparison.Ordinal);
        var user = await box.TryExecAsUserAsync(
            "env", $"STATE_DIRECTORY=/home/{SystemdBox.User}/sup", $"RUNTIME_DIRECTORY=/run/user/{SystemdBox.Uid}/sup", "dotnet", $"{SystemdBox.UnderTest}/watchdog.dll", "check", "down", "--config", daemon.ConfigPath);
        Assert.Equal(3, user.ExitCode);
        Assert.Contains("we may not use /run/sup-blind.sock: run as its owner (mostly root)", user.Output + user.Error, StringComparison.Ordinal);
        await daemon.UntilAsync("unknown", status => status.Reason.Code == "unit-not-found");
        var before = await daemon.UntilAsync("down", Phase.Watching);

        await supervisord.StopAsync();
        Assert.Equal("supervisord-down", (await daemon.UntilAsync("down", Phase.Blind)).Reason.Code);
        await box.SystemctlAsync("start", "sup-blind.service");
        await daemon.UntilWellAfterAsync(before);

        Assert.Empty(daemon.Decisions<BeginAction>("down"));
        Assert.Empty(daemon.Decisions<BeginAction>("denied"));
        Assert.DoesNotContain("falsch", await daemon.LogAsync(), StringComparison.Ordinal);
    }
}
