using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>From what was measured to what is proposed. Pure.</summary>
internal static class Limits
{
    private const long Mebibyte = 1 << 20;

    /// <summary>The least room above the highest that was seen: a minute is not a day.</summary>
    private const long LeastRoom = 200 * Mebibyte;

    /// <summary>Of the unit's own limit, or of the machine: beyond, the kernel acts before we do.</summary>
    private const double MostOfLimit = 0.9;

    /// <summary>A limit that is nearer than this to what is normal would restart what is well.</summary>
    private const double NearestToNormal = 1.2;

    /// <summary>An answer may take this many times the longest that was seen.</summary>
    private const int TimesSlowest = 10;

    private static readonly TimeSpan s_defaultTimeout = new CheckPolicy { Name = "", Kind = CheckKind.Liveness }.Timeout;

    /// <summary>A round size well above the highest that was seen: twice, and 200 MiB more at least; below <paramref name="limit"/>.</summary>
    /// <param name="highest">Bytes.</param>
    /// <param name="limit">The unit's own (MemoryMax), else the machine's memory; bytes.</param>
    /// <returns>As in the configuration; null where there is no room below the limit.</returns>
    public static string? Memory(long highest, long limit)
    {
        var wanted = RoundUp(Math.Max(highest * 2, highest + LeastRoom));
        var most = RoundDown((long)(limit * MostOfLimit));
        var max = Math.Min(wanted, most);
        return max >= Mebibyte && max >= highest * NearestToNormal ? string.Create(CultureInfo.InvariantCulture, $"{max / Mebibyte}M") : null;
    }

    /// <summary>Null where the default has room enough.</summary>
    public static TimeSpan? Timeout(TimeSpan slowest)
    {
        var wanted = slowest * TimesSlowest;
        return wanted <= s_defaultTimeout ? null : TimeSpan.FromSeconds(Math.Ceiling(wanted.TotalSeconds / 5) * 5);
    }

    private static long RoundUp(long bytes)
    {
        var step = StepOf(bytes);
        return (bytes + step - 1) / step * step;
    }

    private static long RoundDown(long bytes)
    {
        var step = bytes < 100 * Mebibyte ? Mebibyte : bytes < 1000 * Mebibyte ? 10 * Mebibyte : StepOf(bytes);
        return bytes / step * step;
    }

    private static long StepOf(long bytes) => bytes switch
    {
        <= 1000 * Mebibyte => 100 * Mebibyte,
        <= 10_000 * Mebibyte => 500 * Mebibyte,
        _ => 1000 * Mebibyte,
    };
}
