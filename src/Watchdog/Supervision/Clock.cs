using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>Reads both clocks, once per event.</summary>
internal sealed class Clock(TimeProvider time)
{
    public TimeProvider Time { get; } = time;

    /// <summary>On Linux the time provider's timestamp is CLOCK_MONOTONIC, so that it compares with systemd's times and other processes'.</summary>
    public Moment Now => new(Time.GetElapsedTime(0, Time.GetTimestamp()), Time.GetUtcNow());
}
