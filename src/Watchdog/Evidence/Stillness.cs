namespace Watchdog.Evidence;

/// <summary>Whether a service's processes are, or just were, held still by a collector: a look that fails meanwhile says nothing of them. Asked from any thread.</summary>
internal sealed class Stillness(TimeProvider time)
{
    private int _holding;
    private long _endedAt = long.MinValue;

    public void Begin() => Interlocked.Increment(ref _holding);

    public void End()
    {
        Interlocked.Exchange(ref _endedAt, time.GetTimestamp());        // first: who asks in between finds one of both
        Interlocked.Decrement(ref _holding);
    }

    /// <param name="began">Time stamp; what began then ends now.</param>
    public bool Overlaps(long began) => Volatile.Read(ref _holding) > 0 || Interlocked.Read(ref _endedAt) > began;
}
