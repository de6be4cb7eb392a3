using Watchdog.Config;

namespace Watchdog.Managers.Systemd;

/// <summary>Which manager, and where it is.</summary>
/// <param name="Scope">Whose manager.</param>
/// <param name="Address">D-Bus address of its bus.</param>
internal sealed record BusOptions(SystemdScope Scope, string Address)
{
    /// <summary>Where the journal lies, when not in its own place.</summary>
    public string? JournalDirectory { get; init; }

    /// <summary>Where cgroups are mounted.</summary>
    public string CgroupRoot { get; init; } = "/sys/fs/cgroup";

    /// <summary>The user whose manager it is, for scope user.</summary>
    public uint Uid { get; init; }

    /// <summary>Runs first on the bus thread.</summary>
    public Action? OnThread { get; init; }

    /// <summary>The system bus, or the bus of our own user: not even root can join another's.</summary>
    public static BusOptions For(SystemdScope scope)
    {
        var uid = LibSystemd.IsPresent ? LibC.getuid() : 0;
        return new BusOptions(scope, scope == SystemdScope.System ? SystemAddress() : UserAddress(uid)) { Uid = uid };
    }

    private static string SystemAddress() =>
        Environment.GetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS") is { Length: > 0 } set ? set : "unix:path=/run/dbus/system_bus_socket";

    private static string UserAddress(uint uid)
    {
        if (Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } set) return set;

        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } folder ? folder : $"/run/user/{uid}";
        return "unix:path=" + string.Concat($"{runtime}/bus".Select(static c => char.IsAsciiLetterOrDigit(c) || "-_/.\\*".Contains(c) ? $"{c}" : $"%{(int)c:x2}"));
    }
}
