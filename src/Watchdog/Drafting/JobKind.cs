using Watchdog.Cli.Install;

namespace Watchdog.Drafting;

/// <summary>Jobs of launchd that nobody wants watched by this. Pure.</summary>
/// <param name="Name">Of all of them.</param>
/// <param name="Why">Not.</param>
internal sealed record JobKind(string Name, string Why)
{
    private static readonly JobKind s_ours = new("the watchdog", "this is the watchdog itself");
    private static readonly JobKind s_ways = new("the SSH server", "it is your own way in, should anything be wrong here");
    private static readonly JobKind s_apples = new("jobs of Apple", "they are parts of macOS, which keeps them");
    private static readonly JobKind s_apps = new("apps", "they, and what was started by hand in one, are started and ended by people: make a job of what is to be kept");

    /// <returns>Null for a job that is wanted.</returns>
    public static JobKind? Of(string label)
    {
        if (label.Contains(Layout.Name, StringComparison.Ordinal)) return s_ours;
        if (label.StartsWith("com.openssh.", StringComparison.Ordinal)) return s_ways;
        if (label.StartsWith("com.apple.", StringComparison.Ordinal)) return s_apples;
        return label.StartsWith("application.", StringComparison.Ordinal) ? s_apps : null;
    }
}
