namespace Watchdog.Cli.Install;

/// <summary>Where everything goes. Everything installed is called service-watchdog (Debian has a watchdog of its own); only the command stays watchdog.</summary>
internal record Layout
{
    public const string Name = "service-watchdog";
    public const string DaemonUnit = "service-watchdog.service";
    public const string CheckUnit = "service-watchdog-check.service";
    public const string TimerUnit = "service-watchdog-check.timer";

    public required bool User { get; init; }

    public required string Program { get; init; }

    /// <summary>Where the manager looks for units, or property lists.</summary>
    public required string UnitDirectory { get; init; }

    public required string Configuration { get; init; }

    public required string StateDirectory { get; init; }

    public required string RuntimeDirectory { get; init; }

    public const string SysusersFile = "/etc/sysusers.d/service-watchdog.conf";

    public const string PolkitRuleFile = "/etc/polkit-1/rules.d/50-service-watchdog.rules";

    /// <summary>What the service manager runs, in its own word.</summary>
    public virtual string Things => "units";

    public string UnitFile(string unit) => Path.Combine(UnitDirectory, unit);

    /// <summary>The embedded text of a unit; a user's twin has its own, except for the timer.</summary>
    public string Resource(string unit) =>
        User && unit.EndsWith(".service", StringComparison.Ordinal) ? unit[..^".service".Length] + ".user.service" : unit;

    public IReadOnlyList<string> Systemctl(params ReadOnlySpan<string> arguments) =>
        User ? ["--user", "--no-ask-password", .. arguments] : ["--no-ask-password", .. arguments];

    public static Layout OfSystem { get; } = new()
    {
        User = false,
        Program = "/usr/local/bin/watchdog",
        UnitDirectory = "/etc/systemd/system",
        Configuration = "/etc/service-watchdog/watchdog.json",
        StateDirectory = "/var/lib/service-watchdog",
        RuntimeDirectory = "/run/service-watchdog",
    };

    /// <param name="home">The user's home directory.</param>
    /// <param name="variable">Reads an environment variable: the XDG base directories.</param>
    public static Layout OfUser(string home, Func<string, string?> variable)
    {
        var config = Base("XDG_CONFIG_HOME", ".config");
        return new()
        {
            User = true,
            // Not XDG: the unit names it as %h/.local/bin/watchdog.
            Program = Path.Combine(home, ".local/bin/watchdog"),
            UnitDirectory = Path.Combine(config, "systemd/user"),
            Configuration = Path.Combine(config, Name, "watchdog.json"),
            StateDirectory = Path.Combine(Base("XDG_STATE_HOME", ".local/state"), Name),
            RuntimeDirectory = Path.Combine(variable("XDG_RUNTIME_DIR") is { Length: > 0 } run ? run : "/run/user", Name),
        };

        // The specification has relative paths ignored.
        string Base(string name, string fallback) =>
            variable(name) is { } path && Path.IsPathRooted(path) ? path : Path.Combine(home, fallback);
    }
}
