using Watchdog.Cli.Install;

namespace Watchdog.Drafting;

/// <summary>Which units nobody wants watched by this, and why. Pure.</summary>
internal static class NotWatched
{
    private static readonly string[] s_ways = ["ssh", "sshd", "dropbear"];
    private static readonly string[] s_engines = ["docker", "containerd", "podman"];
    private static readonly string[] s_containers = ["docker-", "libpod-", "cri-", "crio-", "machine-", "podman-"];
    private static readonly string[] s_parts = ["systemd-", "user@", "dbus", "rpcbind", "polkit"];

    /// <returns>Null for a unit that is wanted.</returns>
    public static string? Why(string unit)
    {
        if (unit == "init.scope" || unit.EndsWith(".socket", StringComparison.Ordinal)) return "systemd itself listens there for a socket unit, and starts the service when somebody connects";
        if (unit.EndsWith(".scope", StringComparison.Ordinal)) return OfScope(unit);
        if (!unit.EndsWith(".service", StringComparison.Ordinal)) return "it is no service";

        var name = unit[..^".service".Length];
        var stem = name.Split('@')[0];
        if (name.StartsWith(Layout.Name, StringComparison.Ordinal)) return "this is the watchdog itself";
        if (s_ways.Contains(stem)) return "it is your own way in, should anything be wrong here";
        if (s_engines.Contains(stem)) return "its ports lead into containers: name the unit that runs the container";
        return s_parts.Any(part => name.StartsWith(part, StringComparison.Ordinal)) ? "it is a part of the system, which keeps it" : null;
    }

    private static string OfScope(string unit) => s_containers.Any(prefix => unit.StartsWith(prefix, StringComparison.Ordinal))
        ? "it is a container: name the unit that runs it"
        : "it was started by hand, so nobody could restart it: make a service of it";
}
