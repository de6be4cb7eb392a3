using System.Globalization;
using System.Security;
using Watchdog.Journal;

namespace Watchdog.Cli.Install;

/// <summary>Where everything goes on a Mac. State, configuration and control socket lie where the program looks for them by itself.</summary>
internal sealed record LaunchdLayout : Layout
{
    // Reverse-DNS, as launchd's labels are, below a name that can never be anybody's domain (RFC 6762).
    public const string DaemonJob = "local.service-watchdog";
    public const string CheckJob = "local.service-watchdog-check";

    /// <summary><c>system</c> or <c>gui/501</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>What both jobs write on standard error; launchd keeps no journal.</summary>
    public required string LogFile { get; init; }

    /// <summary>By PATH: macOS has it in /bin.</summary>
    public string Launchctl { get; init; } = "launchctl";

    public override string Things => "agents";

    public string Plist(string job) => UnitFile(job + ".plist");

    public string Target(string job) => $"{Domain}/{job}";

    /// <summary>The embedded property list, which is the system's, with this layout's paths in it: launchd expands none.</summary>
    public string PlistText(string job) => DeployFile.Text(job + ".plist")
        .Replace($"<string>{OfMac.Program}</string>", $"<string>{SecurityElement.Escape(Program)}</string>", StringComparison.Ordinal)
        .Replace($"<string>{OfMac.Configuration}</string>", $"<string>{SecurityElement.Escape(Configuration)}</string>", StringComparison.Ordinal)
        .Replace($"<string>{OfMac.LogFile}</string>", $"<string>{SecurityElement.Escape(LogFile)}</string>", StringComparison.Ordinal);

    public static LaunchdLayout OfMac { get; } = Of(
        Directories.Find(_ => null, "/var/root", root: true, mac: true),
        new LaunchdLayout
        {
            User = false,
            Domain = "system",
            Program = OfSystem.Program,
            UnitDirectory = "/Library/LaunchDaemons",
            Configuration = OfSystem.Configuration,
            LogFile = "/Library/Logs/service-watchdog.log",
            StateDirectory = "",
            RuntimeDirectory = "",
        });

    /// <param name="home">The user's home directory.</param>
    /// <param name="uid">The user's number: the name of the domain.</param>
    /// <param name="variable">Reads an environment variable: as everywhere, $XDG_CONFIG_HOME comes before ~/.config.</param>
    public static LaunchdLayout OfMacUser(string home, uint uid, Func<string, string?> variable)
    {
        var here = OfUser(home, variable);
        return Of(
            Directories.Find(_ => null, home, root: false, mac: true),
            new LaunchdLayout
            {
                User = true,
                Domain = string.Create(CultureInfo.InvariantCulture, $"gui/{uid}"),
                Program = here.Program,
                UnitDirectory = Path.Combine(home, "Library/LaunchAgents"),
                Configuration = here.Configuration,
                LogFile = Path.Combine(home, "Library/Logs/service-watchdog.log"),
                StateDirectory = "",
                RuntimeDirectory = "",
            });
    }

    private static LaunchdLayout Of(Directories directories, LaunchdLayout rest) =>
        rest with { StateDirectory = directories.State, RuntimeDirectory = directories.Runtime };
}
