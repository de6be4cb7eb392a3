using System.Collections.Immutable;
using System.Net;

namespace Watchdog.Diagnosing;

/// <summary>Who waited in a listener's backlog, so that it can be told whether anyone was taken meanwhile. Thread-safe.</summary>
internal sealed class BacklogMemory
{
    /// <summary>What moved longer ago is another story: a pool that took its last connections and then stood still is not at work.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ImmutableHashSet<IPEndPoint>? _waiting;
    private long? _queued;
    private TimeSpan? _movedAt;

    /// <summary>Takes in what waits now.</summary>
    /// <param name="waiting">The clients' ends; null where only their number is known.</param>
    /// <param name="queued">What the listener itself counts: those that were reset stay in it until they are taken.</param>
    /// <param name="now">Monotonic.</param>
    /// <returns>Whether anything that waited was taken in the last minute; null where that cannot be told: as many as before may be others.</returns>
    public bool? IsMoving(ImmutableHashSet<IPEndPoint>? waiting, long queued, TimeSpan now)
    {
        lock (_lock)
        {
            var (before, lastQueued) = (_waiting, _queued);
            (_waiting, _queued) = (waiting, queued);
            if (lastQueued is not { } queuedBefore) return null;

            if (queued < queuedBefore || (before is not null && waiting is not null && WasTaken(before, waiting, queued, queuedBefore))) _movedAt = now;
            if (now - _movedAt <= s_recent) return true;
            return before is null || waiting is null ? null : false;
        }
    }

    public void Forget()
    {
        lock (_lock) (_waiting, _queued, _movedAt) = (null, null, null);
    }

    /// <summary>One that is no longer there was taken, or its client has reset it: then the listener counts it still.</summary>
    private static bool WasTaken(ImmutableHashSet<IPEndPoint> before, ImmutableHashSet<IPEndPoint> waiting, long queued, long queuedBefore)
    {
        var left = waiting.IsEmpty && queued > 0 ? 0 : before.Except(waiting).Count;
        var came = waiting.Except(before).Count;
        return left > 0 && queued <= queuedBefore + came - left;
    }
}
