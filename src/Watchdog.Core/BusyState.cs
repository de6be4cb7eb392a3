namespace Watchdog.Core;

/// <summary>A restart that waits for work in flight.</summary>
/// <param name="Look">What was in flight, last.</param>
/// <param name="Since">Since when it waits: the ceiling counts from there.</param>
public sealed record BusyState(BusyLook Look, TimeSpan Since);
