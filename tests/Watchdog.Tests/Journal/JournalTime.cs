namespace Watchdog.Tests.Journal;

/// <summary>A clock that stands until it is moved; both of its faces can be set.</summary>
internal sealed class JournalTime : TimeProvider
{
    public DateTimeOffset Utc { get; set; } = new(2026, 11, 20, 10, 2, 3, TimeSpan.Zero);

    public TimeSpan Uptime { get; set; } = TimeSpan.FromHours(5);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond * 7;

    public override DateTimeOffset GetUtcNow() => Utc;

    public override long GetTimestamp() => Uptime.Ticks * 7;

    public void Advance(TimeSpan by) => (Utc, Uptime) = (Utc + by, Uptime + by);
}
