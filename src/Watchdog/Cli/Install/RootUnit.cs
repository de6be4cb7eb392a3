using Watchdog.Config;

namespace Watchdog.Cli.Install;

/// <summary>
/// The units of an installation as root, made of those that run as the user service-watchdog: the same files but for two paragraphs, so that whatever else
/// is right for the one is right for the other.
/// </summary>
internal static class RootUnit
{
    private const string Identity = "User=service-watchdog";
    private const string Sandbox = "CapabilityBoundingSet=";
    // What systemd would do without it; but here it is seen, by people and by the next install.
    private const string AsRoot = "User=root";

    private const string Named = """
        # As root ('watchdog install --as-root'), for managers that obey nobody else. The next install keeps to it; '--as-root false' ends it.
        """;

    // Signals to processes of others, supervise folders and sockets of others, and who listens where.
    private const string Confined = """
        # As root, but with three capabilities only: to signal the processes of others (CAP_KILL), to use the sockets and pipes of their managers
        # (CAP_DAC_OVERRIDE), and to see whose a listener is (CAP_SYS_PTRACE). Supervise folders, in which s6 makes a pipe for whoever waits, may be
        # anywhere but in /usr, sockets in /tmp too, and docker keeps its context at home.
        """;

    private const string Open = """
        # Nothing is taken away, for the configuration has services that are started from in here (podman, command, process), and what is started
        # inherits all of it: capabilities, mounts, system calls, the umask. For the same reason they are left alone when we end or crash; children
        # of ours are ended by us, in order, and taken up again after a crash.
        KillMode=process
        Delegate=yes
        UMask=0022
        """;

    /// <summary>Whether an installed unit's text is one of these.</summary>
    public static bool IsOne(string unit) => unit.Split('\n').Contains(AsRoot);

    /// <param name="unit">The unit as the user service-watchdog has it.</param>
    /// <param name="confined">Whether it keeps the confinement, as far as root has any use for it.</param>
    public static string Text(string unit, bool confined) => string.Join("\n\n", unit.Split("\n\n").Select(paragraph => paragraph switch
    {
        _ when HasLine(paragraph, Identity) => $"{Named}\n{AsRoot}",
        _ when !HasLine(paragraph, Sandbox) => paragraph,
        _ when confined => Confine(paragraph),
        _ => Open,
    }));

    /// <summary>Managers whose services are started by us, not by a daemon of theirs that we ask.</summary>
    public static bool Starts(ManagerConfig manager) =>
        manager is CommandConfig or ProcessConfig or ContainerConfig { Engine: ContainerEngine.Podman };

    private static string Confine(string sandbox) => Confined + "\n" + string.Join('\n', sandbox.Split('\n').Select(line => line switch
    {
        Sandbox => $"{Sandbox}CAP_KILL CAP_DAC_OVERRIDE CAP_SYS_PTRACE",
        "ProtectSystem=strict" => "ProtectSystem=yes",
        "ProtectHome=yes" => "ProtectHome=read-only",
        "PrivateTmp=yes" => "PrivateTmp=no",
        _ => line,
    }));

    private static bool HasLine(string paragraph, string line) => paragraph.Split('\n').Contains(line);
}
