namespace Watchdog.Core;

/// <summary>
/// One instant, read once per event on both clocks. Windows, gates and backoffs count <see cref="Uptime"/>, which no
/// clock adjustment moves; <see cref="Utc"/> is for people and for carrying state over a reboot.
/// </summary>
/// <param name="Uptime">Monotonic time since boot (Linux: CLOCK_MONOTONIC, the clock of systemd's *Monotonic properties).</param>
/// <param name="Utc">Wall-clock time.</param>
public readonly record struct Moment(TimeSpan Uptime, DateTimeOffset Utc);
