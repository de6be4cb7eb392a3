using System.Collections.Immutable;

namespace Watchdog.Notify.Delivering;

/// <summary>A message that some notifiers still have to send. Guarded by the outbox.</summary>
/// <param name="number">Counts up: the order.</param>
/// <param name="file">What was added.</param>
/// <param name="remaining">Who has not sent it yet.</param>
internal sealed class OutboxEntry(long number, OutboxFile file, ImmutableArray<string> remaining)
{
    public long Number => number;

    public OutboxFile File => file;

    public Message Message => file.Message;

    /// <summary>Held back until then, by the quiet hours of now; null: not held.</summary>
    public DateTimeOffset? NotBefore { get; set; } = file.NotBefore;

    public ImmutableArray<string> Remaining { get; set; } = remaining;

    /// <summary>False while no disk takes it.</summary>
    public bool IsOnDisk { get; set; }

    /// <summary>When it was added, by the monotonic clock; null when that was before this process began.</summary>
    public TimeSpan? AddedUp { get; init; }

    public TimeSpan AgeAt(TimeSpan uptime, DateTimeOffset now) => AddedUp is { } then ? uptime - then : now - file.Added;
}
