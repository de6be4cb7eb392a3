using System.Globalization;
using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>
/// How many descriptors this process may have open. Each look takes a few; the soft limit is 1,024 by convention, for programs that use select(2), which we do
/// not.
/// </summary>
internal static partial class OpenFiles
{
    /// <summary>Below this a few hundred services in trouble at once could use them up.</summary>
    public const long Least = 4096;

    /// <summary>"Unlimited", and on macOS anything above its OPEN_MAX, is refused: more than this nobody needs.</summary>
    private const long Most = 1 << 20;

    private static int Resource => OperatingSystem.IsMacOS() ? 8 : 7;

    /// <param name="Soft">What counts; null where it cannot be told.</param>
    /// <param name="Hard">How far it may be raised.</param>
    /// <param name="Problem">Why there are fewer than <see cref="Least"/>, and what to do; null where there are enough, or nobody can tell.</param>
    internal readonly record struct Limit(long? Soft, long? Hard, string? Problem = null);

    /// <summary>As it is.</summary>
    public static Limit Read() => Get(Resource, out var limit) == 0 ? new Limit(Number(limit.Soft), Number(limit.Hard)) : default;

    /// <summary>Raises the soft limit to the hard one; where that is too low and we may, both.</summary>
    public static Limit Raise()
    {
        if (Read() is not { Soft: { } soft, Hard: { } hard }) return default;

        foreach (var (newSoft, newHard) in Tries(soft, hard))
        {
            if (Set(Resource, new Pair((ulong)newSoft, newHard > hard ? (ulong)newHard : Raw().Hard)) == 0) break;
        }

        var now = Read();
        return now with { Problem = Shortage(now.Soft ?? soft) };
    }

    /// <summary>What to set, the best first; the next one only if it is refused. Nothing where all is as it can be.</summary>
    internal static IEnumerable<(long Soft, long Hard)> Tries(long soft, long hard)
    {
        if (hard < Least) yield return (Least, Least);      // with CAP_SYS_RESOURCE
        var wanted = Math.Min(hard, Most);
        if (wanted > soft) yield return (wanted, hard);
        // macOS takes no more than OPEN_MAX (10,240), whatever its hard limit says.
        if (wanted > 10_240 && soft < 10_240) yield return (10_240, hard);
    }

    internal static string? Shortage(long soft) => soft >= Least ? null : string.Create(
        CultureInfo.InvariantCulture, $"only {soft} files can be open at once, and we may not raise that to {Least}: set LimitNOFILE={Least} in our unit, or ulimit -Hn {Least} before the start");

    private static Pair Raw() => Get(Resource, out var limit) == 0 ? limit : default;

    private static long Number(ulong limit) => limit > long.MaxValue ? long.MaxValue : (long)limit;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Get(int resource, out Pair limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int Set(int resource, in Pair limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Pair(ulong soft, ulong hard)
    {
        public readonly ulong Soft = soft;
        public readonly ulong Hard = hard;
    }
}
