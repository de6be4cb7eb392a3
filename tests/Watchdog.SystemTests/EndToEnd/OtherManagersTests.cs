using Watchdog.Core;
using Watchdog.SystemTests.Systemd;
using Watchdog.Web;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The main job under runit, s6 and an init script: from hang to healthy, and what someone has stopped is left stopped.</summary>
public sealed class OtherManagersTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Run_RunitServiceHangs_IsRestarted()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir"), "this needs runit");
        const string folder = "/run/sv-hang";
        var web = new Watched("runit-web", 9901) { Manager = $"\"runit\": {{ \"service\": \"{folder}/web\" }}" };
        await box.WriteScriptAsync($"{folder}/web/run", $"#!/bin/sh\nexec {web.Command}\n");
        await box.ManageAsync("runit-hang", $"/usr/bin/runsvdir {folder}");

        await HangAndStopAsync(web, stop: ["sv", "stop", $"{folder}/web"], start: ["sv", "start", $"{folder}/web"]);
    }

    [SkippableFact]
    public async Task Run_S6ServiceHangs_IsRestarted()
    {
        box.Require();
        Skip.IfNot(Shell.Has("s6-svscan"), "this needs s6");
        const string folder = "/run/s6-hang";
        var web = new Watched("s6-web", 9902) { Manager = $"\"s6\": {{ \"service\": \"{folder}/web\" }}" };
        await box.WriteScriptAsync($"{folder}/web/run", $"#!/bin/sh\nexec {web.Command}\n");
        await box.ManageAsync("s6-hang", $"/usr/bin/s6-svscan {folder}");

        await HangAndStopAsync(web, stop: ["s6-svc", "-d", $"{folder}/web"], start: ["s6-svc", "-u", $"{folder}/web"]);
    }

    [SkippableFact]
    public async Task Run_InitScriptsServiceHangs_IsRestarted()
    {
        box.Require();
        Skip.IfNot(Shell.Has("start-stop-daemon"), "this needs start-stop-daemon");
        const string script = "/run/init-hang/web";
        var web = new Watched("script-web", 9903)
        {
            Manager = $$"""  "command": { "stop": ["{{script}}", "stop"], "start": ["{{script}}", "start"], "status": ["{{script}}", "status"], "pid": ["cat", "{{script}}.pid"] }  """,
        };
        var command = web.Command.Split(' ', 2);
        await box.WriteScriptAsync(script, $$"""
            #!/bin/sh
            alive() { [ -s {{script}}.pid ] && kill -0 "$(cat {{script}}.pid)" 2>/dev/null; }
            case $1 in
              start) start-stop-daemon --start --background --make-pidfile --pidfile {{script}}.pid --startas {{command[0]}} -- {{command[1]}} ;;
              stop) start-stop-daemon --stop --retry TERM/2/KILL/5 --remove-pidfile --pidfile {{script}}.pid ;;
              status) if alive; then exit 0; elif [ -e {{script}}.pid ]; then exit 1; else exit 3; fi ;;
            esac
            """);
        await box.WriteUnitAsync("init-hang.service", $"[Service]\nType=forking\nExecStart={script} start\nKillMode=none\nGuessMainPID=no");
        await box.SystemctlAsync("start", "init-hang.service");

        await HangAndStopAsync(web, stop: [script, "stop"], start: [script, "start"]);
    }

    private async Task HangAndStopAsync(Watched web, string[] stop, string[] start)
    {
        await box.ListeningAsync(web.Port);
        await using var daemon = new BoxedDaemon(box, $"wd-{web.Name}");
        await daemon.StartAsync(web);
        var before = await daemon.UntilAsync(web.Name, Phase.Watching);

        await box.FreezeProcessAsync(PidOf(before));
        var after = await daemon.UntilWellAfterAsync(before);
        Assert.Equal((1, 1), (after.Ledger.Restarts, daemon.Decisions<Restart>(web.Name).Count));

        await box.ExecAsync(stop);
        await daemon.UntilAsync(web.Name, Phase.Stopped);
        await box.ExecAsync(start);
        Assert.NotEqual(after.Instance, (await daemon.UntilAsync(web.Name, Phase.Watching)).Instance);
        Assert.Single(daemon.Decisions<BeginAction>(web.Name));
    }

    /// <summary>The first part of the run's name.</summary>
    private static string PidOf(ServiceStatus status) => status.Instance.Split(':')[0];
}
