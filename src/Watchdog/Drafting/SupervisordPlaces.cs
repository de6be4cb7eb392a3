using Watchdog.Config;
using Watchdog.Config.Format;
using Watchdog.Config.Reading;

namespace Watchdog.Drafting;

/// <summary>Where a supervisord may be asked.</summary>
internal static class SupervisordPlaces
{
    /// <summary>What supervisord itself tells its programs; here, whoever has put its socket elsewhere says so.</summary>
    public const string Variable = "SUPERVISOR_SERVER_URL";

    private const string Unix = "unix://";
    private const string Shared = "/tmp/";

    /// <summary>Debian's, Red Hat's, supervisor's own sample, and Homebrew's on both kinds of Mac.</summary>
    private static readonly string[] s_usual =
    [
        SupervisordConfig.DefaultServer, "unix:///var/run/supervisor/supervisor.sock", "unix:///tmp/supervisor.sock",
        "unix:///opt/homebrew/var/run/supervisor.sock", "unix:///usr/local/var/run/supervisor.sock",
    ];

    /// <summary>The one that is told first. Over TCP, only of this machine: by its process ids a program of another would be taken for one of here.</summary>
    public static IReadOnlyList<string> All(Func<string, string?> environment) =>
        environment(Variable) is { } told && Texts.SupervisordServer(told) is null && IsHere(told) ? [.. s_usual.Prepend(told).Distinct()] : s_usual;

    /// <summary>The socket's path; null for a place that is reached over TCP.</summary>
    public static string? Path(string server) => server.StartsWith(Unix, StringComparison.Ordinal) ? server[Unix.Length..] : null;

    /// <summary>Whether anyone could have put the socket there, and somebody has who is neither root nor us: its word is not taken.</summary>
    public static bool IsForeign(string path) =>
        path.StartsWith(Shared, StringComparison.Ordinal) && FileStatus.Of(path)?.Owner is { } owner && owner != 0 && owner != FileStatus.OurUser();

    private static bool IsHere(string server) => Path(server) is not null || (Uri.TryCreate(server, UriKind.Absolute, out var url) && url.IsLoopback);
}
