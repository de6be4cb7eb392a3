namespace Watchdog.Config;

/// <summary>Where the configuration is.</summary>
/// <param name="Path">Null when there is none.</param>
/// <param name="Problem">Where it was looked for and what to do, when there is none.</param>
public readonly record struct Located(string? Path, string Problem);
