namespace Watchdog.Drafting;

/// <summary>How the configuration names who keeps a service.</summary>
/// <param name="Key"><c>systemd</c></param>
/// <param name="Json">Its value: <c>{ "unit": "nginx.service" }</c>.</param>
/// <param name="Comment">One sentence.</param>
internal sealed record ManagerPart(string Key, string Json, string Comment)
{
    /// <summary>What else could be said to it, in a line of its own; null for nothing.</summary>
    public string? Hint { get; init; }
}
