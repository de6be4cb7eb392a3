namespace Watchdog.Config;

/// <summary>Finds the configuration file.</summary>
public static class ConfigLocator
{
    private const string File = "watchdog.json";
    private const string Folder = "service-watchdog";

    /// <summary>
    /// The file named on the command line; else the one in <c>$CONFIGURATION_DIRECTORY</c>, in /etc/service-watchdog or in ~/.config/service-watchdog
    /// ($XDG_CONFIG_HOME) that exists. Whoever is not root gets their own before the machine's.
    /// </summary>
    /// <param name="option">The value of <c>--config</c>, or null. It is taken as it is, whether it exists or not.</param>
    public static Located Find(string? option) =>
        Find(option, Environment.GetEnvironmentVariable, System.IO.File.Exists, Environment.IsPrivilegedProcess);

    internal static Located Find(string? option, Func<string, string?> environment, Func<string, bool> exists, bool isRoot)
    {
        if (option is not null) return new Located(option, "");
        var places = Places(environment, isRoot).ToArray();
        return places.FirstOrDefault(exists) is { } path
            ? new Located(path, "")
            : new Located(null, $"there is no configuration; name one with --config FILE, or create one of {string.Join(", ", places)}");
    }

    /// <summary>Where a new file belongs: the place that is looked at first. Null where there is none.</summary>
    public static string? Preferred() => Places(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess).FirstOrDefault();

    private static IEnumerable<string> Places(Func<string, string?> environment, bool isRoot)
    {
        // systemd may give several, separated by colons.
        var given = environment("CONFIGURATION_DIRECTORY") ?? "";
        foreach (var folder in given.Split(':', StringSplitOptions.RemoveEmptyEntries)) yield return Path.Combine(folder, File);
        var machine = Path.Combine("/etc", Folder, File);
        var own = OwnFolder(environment) is { } home ? Path.Combine(home, Folder, File) : null;
        if (!isRoot && own is not null) yield return own;
        yield return machine;
        if (isRoot && own is not null) yield return own;
    }

    private static string? OwnFolder(Func<string, string?> environment)
    {
        if (environment("XDG_CONFIG_HOME") is ['/', ..] configured) return configured;
        return environment("HOME") is ['/', ..] home ? Path.Combine(home, ".config") : null;
    }
}
