using Watchdog.Config;
using Watchdog.Managers.Launchd;

namespace Watchdog.Doctoring;

/// <summary>What a manager calls its services, and the commands that a person gives it.</summary>
/// <param name="Manager">Its name.</param>
/// <param name="Thing">What it calls a service of its own.</param>
/// <param name="Start">Starts it.</param>
/// <param name="Restart">Restarts it.</param>
/// <param name="Continue">Ends its being paused.</param>
/// <param name="Log">Shows why it ended.</param>
/// <param name="Find">Mends that the manager does not know it.</param>
internal sealed record ManagerWords(string Manager, string Thing, string Start, string Restart, string Continue, string Log, string Find)
{
    public static ManagerWords Of(ServiceFacts facts) => facts.Service.Manager switch
    {
        SystemdConfig systemd => OfUnit(facts.Unit ?? new UnitSettings { Unit = systemd.Unit, Scope = systemd.Scope, Status = facts.Status ?? new() { State = Core.UnitState.NotFound } }),
        SupervisordConfig program => OfProgram(program),
        ContainerConfig container => OfContainer(container),
        RunitConfig runit => new("runit", "service", $"sv up {runit.Service}", $"sv restart {runit.Service}", $"sv cont {runit.Service}", $"sv status {runit.Service}; {runit.Service}/log/run says where its log is", "correct \"service\" in the configuration"),
        S6Config s6 => new("s6", "service", $"s6-svc -u {s6.Service}", $"s6-svc -r {s6.Service}", $"s6-svc -c {s6.Service}", $"s6-svdt {s6.Service} lists how it ended", "correct \"service\" in the configuration"),
        LaunchdConfig job => OfJob(job),
        CommandConfig command => OfCommand(command),
        _ => new("the watchdog", "child", "watchdog run", "watchdog run", "watchdog run", $"see output/{facts.Service.Name}.log in the state folder", "watchdog run"),
    };

    private static ManagerWords OfUnit(UnitSettings unit) => new(
        "systemd", "unit", $"{unit.Systemctl} start {unit.Unit}", $"{unit.Systemctl} restart {unit.Unit}", $"{unit.Systemctl} thaw {unit.Unit}", unit.Journalctl,
        $"correct \"unit\" in the configuration; {unit.Systemctl} list-units --all --type=service lists what there is");

    private static ManagerWords OfProgram(SupervisordConfig program)
    {
        var ctl = program.Server == SupervisordConfig.DefaultServer ? "supervisorctl" : $"supervisorctl -s {program.Server}";
        return new(
            "supervisord", "program", $"{ctl} start {program.Program}", $"{ctl} restart {program.Program}", $"{ctl} signal CONT {program.Program}", $"{ctl} tail {program.Program} stderr",
            $"correct \"program\" in the configuration; {ctl} status lists what there is");
    }

    private static ManagerWords OfContainer(ContainerConfig container)
    {
        var (engine, name) = (container.Key, container.Container);
        return new(
            engine, "container", $"{engine} start {name}", $"{engine} restart {name}", $"{engine} unpause {name}", $"{engine} logs --tail 50 {name}",
            $"correct \"container\" in the configuration; {engine} ps -a lists what there is");
    }

    private static ManagerWords OfJob(LaunchdConfig job)
    {
        var (domain, sudo) = (LaunchctlAnswer.Domain(job.Target), job.Target.StartsWith("system/", StringComparison.Ordinal) ? "sudo " : "");
        return new(
            "launchd", "job", $"{sudo}launchctl kickstart {job.Target}", $"{sudo}launchctl kickstart -k {job.Target}", $"{sudo}launchctl kill SIGCONT {job.Target}",
            $"launchctl print {job.Target} names the files of its output", $"{sudo}launchctl bootstrap {domain} {job.Bootstrap ?? "PLIST"}, or correct \"target\" in the configuration");
    }

    private static ManagerWords OfCommand(CommandConfig command)
    {
        var start = command.Start.IsEmpty ? "start it by hand" : command.Secrets.Hide(string.Join(' ', command.Start));
        var restart = command.Restart.IsEmpty ? start : command.Secrets.Hide(string.Join(' ', command.Restart));
        return new("its status", "service", start, restart, start, "see its log", "correct \"pid\" in the configuration");
    }
}
