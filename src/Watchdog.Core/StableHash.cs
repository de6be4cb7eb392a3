namespace Watchdog.Core;

/// <summary>FNV-1a, 64 bits: the same number in every process, so that jitter replays.</summary>
public static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>A number in [0, 1).</summary>
    public static double Unit(string text, long salt)
    {
        var hash = Offset;
        foreach (var c in text) hash = (hash ^ c) * Prime;
        for (var shift = 0; shift < 64; shift += 8) hash = (hash ^ (byte)(salt >> shift)) * Prime;

        // FNV's high bits move little for short input: one round of mixing (MurmurHash3's finalizer) before they are used.
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        return (hash >> 11) / (double)(1UL << 53);
    }
}
