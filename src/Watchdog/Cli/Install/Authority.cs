namespace Watchdog.Cli.Install;

/// <summary>What the units may do that a plain process of their user may not.</summary>
/// <param name="Rule">As the user service-watchdog: the polkit rule's text; null for all others.</param>
/// <param name="Confined">As root: whether the unit is confined; null for whoever is not root.</param>
internal sealed record Authority(string? Rule = null, bool? Confined = null)
{
    /// <summary>A user's own units: what the user may do.</summary>
    public static Authority OfUser { get; } = new();
}
