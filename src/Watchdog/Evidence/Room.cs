namespace Watchdog.Evidence;

/// <summary>What a bundle may take on the disk. Asked from any thread.</summary>
/// <param name="size">Bytes.</param>
internal sealed class Room(long size)
{
    private readonly Lock _gate = new();
    private long _taken;
    private long _dropped;

    public long Taken
    {
        get { lock (_gate) return _taken; }
    }

    /// <summary>Bytes that found none.</summary>
    public long Dropped
    {
        get { lock (_gate) return _dropped; }
    }

    /// <returns>Bytes that may be written: all of them, else half of what is left, since others have something to tell too.</returns>
    public long Take(long bytes)
    {
        lock (_gate)
        {
            var granted = bytes <= size - _taken ? bytes : (size - _taken) / 2;
            _taken += granted;
            return granted;
        }
    }

    /// <summary>What came of it: so many bytes of what was granted are not needed, and so many of what was to be written are lost.</summary>
    public void Settle(long unused, long lost)
    {
        lock (_gate) (_taken, _dropped) = (_taken - unused, _dropped + lost);
    }
}
