using Watchdog.Config;
using Watchdog.Managers.Commands;
using Watchdog.Managers.Driven;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>With an init script of the old kind.</summary>
public sealed class CommandContractTests() : DrivenContract("start-stop-daemon")
{
    private string Script => Path.Combine(Folder, "web");

    private protected override IDriver Driver => Of(Script);

    private protected override IDriver DriverOfNoManager => Of(Path.Combine(Folder, "nothing"));

    protected override bool RestartsByItself => false;

    private protected override async Task PrepareAsync()
    {
        WriteScript("web", $"""
            #!/bin/sh
            pid={Folder}/web.pid
            alive() {"{"} [ -s "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; {"}"}
            start() {"{"} start-stop-daemon --start --background --make-pidfile --pidfile "$pid" --exec /usr/bin/sleep -- 86400; {"}"}
            stop() {"{"} start-stop-daemon --stop --retry TERM/1/KILL/5 --remove-pidfile --pidfile "$pid"; {"}"}
            [ -w {Folder} ] || {"{"} echo "only root may" >&2; exit 4; {"}"}
            case $1 in
              start) alive || start ;;
              stop) stop ;;
              pid) cat "$pid" 2>/dev/null ;;
              status) if alive; then exit 0; elif [ -e "$pid" ]; then exit 1; else exit 3; fi ;;
            esac
            """);
        await StartByHandAsync();
    }

    private protected override async Task CleanUpAsync() => await Shell.RunAsync([Script, "stop"]);

    protected override async Task StopByHandAsync() => (await Shell.RunAsync([Script, "stop"])).Ok();

    protected override async Task StartByHandAsync() => (await Shell.RunAsync([Script, "start"])).Ok();

    private static CommandDriver Of(string script) => new(
        "web", new CommandConfig { Stop = [script, "stop"], Start = [script, "start"], Status = [script, "status"], Pid = [script, "pid"] }, TimeProvider.System);
}
