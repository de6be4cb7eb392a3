using Watchdog.Config;

namespace Watchdog.Cli.Install;

/// <summary>Whom the installed unit can drive when it is no root.</summary>
internal static class Reach
{
    private const string Unix = "unix://";

    /// <summary>The services whose manager obeys root only, as far as can be seen from here.</summary>
    public static IReadOnlyList<ConfiguredService> NeedRoot(IEnumerable<ConfiguredService> services, IMachine machine) =>
        [.. services.Where(service => NeedsRoot(service.Manager, machine))];

    /// <summary>The services of a user's own systemd, which nobody else can ask, not even root.</summary>
    public static IReadOnlyList<ConfiguredService> OfUsers(IEnumerable<ConfiguredService> services) =>
        [.. services.Where(service => service.Manager is SystemdConfig { Scope: SystemdScope.User })];

    private static bool NeedsRoot(ManagerConfig manager, IMachine machine) => manager switch
    {
        // Root's containers; those of service-watchdog itself would need a home and a login of it.
        ContainerConfig { Engine: ContainerEngine.Podman } => true,
        ContainerConfig => !machine.ServiceUserMayWrite("/var/run/docker.sock"),
        SupervisordConfig { Server: var server } when server.StartsWith(Unix, StringComparison.Ordinal) => !machine.ServiceUserMayWrite(server[Unix.Length..]),
        RunitConfig { Service: var folder } => !machine.ServiceUserMayWrite($"{folder}/supervise/control"),
        S6Config { Service: var folder } => !machine.ServiceUserMayWrite($"{folder}/supervise/control"),
        _ => false,     // systemd by the polkit rule, supervisord over TCP; what a command needs is not known
    };
}
