using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.SystemTests.Systemd;
using Watchdog.Web;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The units of <c>watchdog install --as-root</c>: what the user service-watchdog may not restart, root does, confined as it is.</summary>
public sealed class InstalledAsRootTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const string Sv = "/run/sv-installed";
    private const string S6 = "/run/s6-installed";

    [SkippableFact]
    public async Task Run_AsTheUserThenAsRootThenAsTheUser_OnlyRootCuresAndTheStateGoesAlong()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir"), "this needs runit");
        var web = new Watched("sv-web", 9921) { Manager = $"\"runit\": {{ \"service\": \"{Sv}/web\" }}" };
        var unit = new Watched("unit-web", 9922);
        await box.AddUserAsync();
        await box.WriteScriptAsync($"{Sv}/web/run", $"#!/bin/sh\nexec {web.Command}\n");
        await box.ManageAsync("runit-installed", $"/usr/bin/runsvdir {Sv}");
        await box.ListeningAsync(web.Port);
        await box.WriteUnitAsync(unit.Unit, unit.UnitText);
        await box.SystemctlAsync("start", unit.Unit);
        await box.ListeningAsync(unit.Port);

        // Not even to look: the pipes and the status of runsv are root's.
        await using (var unprivileged = BoxedDaemon.Installed(box))
        {
            await unprivileged.StartAsync(web, unit);
            await unprivileged.UntilAsync(unit.Name, Phase.Watching);
            await unprivileged.UntilAsync(web.Name, status => status.Reason.Code == "access-denied");
            Assert.Equal("", await StrangersAsync(Directories.Name));
        }

        await using (var root = BoxedDaemon.InstalledAsRoot(box, confined: true))
        {
            await root.StartWithFileAsync();
            Assert.Equal("", await StrangersAsync("root"));
            await CureAsync(root, web.Name);

            // And a unit without any polkit rule.
            var before = await root.UntilAsync(unit.Name, Phase.Watching);
            await box.FreezeProcessAsync(await box.PropertyAsync(unit.Unit, "MainPID"));
            await root.UntilWellAfterAsync(before);
        }

        await using var again = BoxedDaemon.Installed(box);
        await again.StartWithFileAsync();
        Assert.Equal("", await StrangersAsync(Directories.Name));

        // What root has done is on record with the user, who goes on with it.
        var known = await again.UntilAsync(unit.Name, Phase.Watching);
        Assert.Equal(1, known.Ledger.Restarts);
        var entries = again.Journal(unit.Name).Count;
        await box.SystemctlAsync("stop", unit.Unit);
        await again.UntilAsync(unit.Name, Phase.Stopped);
        Assert.True(again.Journal(unit.Name).Count > entries, "the user writes the same journal");
    }

    [SkippableFact]
    public async Task Run_AsRootAndConfined_CuresWhatHasADaemonOfItsOwn()
    {
        box.Require();
        Skip.IfNot(Shell.Has("s6-svscan"), "this needs s6");
        await box.WriteScriptAsync($"{S6}/web/run", $"#!/bin/sh\nexec {new Watched("s6-web", 9931).Command}\n");
        await box.ManageAsync("s6-installed", $"/usr/bin/s6-svscan {S6}");
        var supervisord = new BoxedSupervisord(box, "sup-installed", 9939);
        await supervisord.StartAsync(BoxedSupervisord.Program("sup-web", 9932));
        var docker = new BoxedContainers(box, "docker");
        await docker.StartAsync();
        await docker.RunAsync("docker-web", 9933, "--restart", "always");
        await box.ListeningAsync(9931);
        await box.ListeningAsync(9932);
        await using var daemon = BoxedDaemon.InstalledAsRoot(box, confined: true);
        await daemon.StartWithAsync(Managed.File(
            Managed.Service("s6-web", $"\"s6\": {{ \"service\": \"{S6}/web\" }}", 9931),
            Managed.Service("sup-web", supervisord.Manager("sup-web"), 9932),
            Managed.Service("docker-web", "\"docker\": { \"container\": \"docker-web\" }", 9933)));

        await CureAsync(daemon, "s6-web");
        await CureAsync(daemon, "sup-web");
        await CureAsync(daemon, "docker-web", await docker.PidAsync("docker-web"));
    }

    [SkippableFact]
    public async Task Run_AsRootAndOpen_CuresWhatItStartsItselfAndLeavesItRunning()
    {
        box.Require();
        var script = new Watched("init-web", 9941)
        {
            Manager = """  "command": { "stop": ["/run/init-web", "stop"], "start": ["/run/init-web", "start"], "pid": ["cat", "/run/init-web.pid"] }  """,
        };
        var command = script.Command.Split(' ', 2);
        await box.WriteScriptAsync("/run/init-web", $$"""
            #!/bin/sh
            case $1 in
              start) start-stop-daemon --start --background --make-pidfile --pidfile /run/init-web.pid --startas {{command[0]}} -- {{command[1]}} ;;
              stop) start-stop-daemon --stop --retry TERM/2/KILL/5 --remove-pidfile --pidfile /run/init-web.pid ;;
            esac
            """);
        await box.ExecAsync("/run/init-web", "start");
        var podman = new BoxedContainers(box, "podman");
        await podman.StartAsync();
        await podman.RunAsync("podman-web", 9942, "--restart", "always");
        await box.ListeningAsync(script.Port);
        string restarted;
        await using (var daemon = BoxedDaemon.InstalledAsRoot(box, confined: false))
        {
            await daemon.StartWithAsync(Managed.File(
                Managed.Service(script.Name, script.Manager, script.Port), Managed.Service("podman-web", "\"podman\": { \"container\": \"podman-web\" }", 9942)));
            restarted = Pid(await CureAsync(daemon, script.Name));
            await CureAsync(daemon, "podman-web", await podman.PidAsync("podman-web"));
        }

        // Ours is over. What it started as another's deputy is not ours to end.
        Assert.Equal(restarted, (await box.ExecAsync("cat", "/run/init-web.pid")).Trim());
        await box.ExecAsync("kill", "-0", restarted);
        Assert.Equal("running", (await podman.InspectAsync("podman-web", "{{.State.Status}}")).Trim());
        await podman.CtlAsync("rm", "-f", "podman-web");
        await box.ExecAsync("/run/init-web", "stop");
    }

    /// <summary>Freezes a service's process and waits until another one is well.</summary>
    private async Task<ServiceStatus> CureAsync(BoxedDaemon daemon, string name, string? pid = null)
    {
        var before = await daemon.UntilAsync(name, Phase.Watching);
        await box.FreezeProcessAsync((pid ?? Pid(before)).Trim());
        var after = await daemon.UntilWellAfterAsync(before);
        Assert.Single(daemon.Decisions<Restart>(name));
        return after;
    }

    /// <summary>The first part of the run's name.</summary>
    private static string Pid(ServiceStatus status) => status.Instance.Split(':')[0];

    /// <summary>What in the daemon's folders is not that user's.</summary>
    private Task<string> StrangersAsync(string user) => box.ExecAsync("find", $"/var/lib/{Directories.Name}", $"/run/{Directories.Name}", "!", "-user", user);
}
