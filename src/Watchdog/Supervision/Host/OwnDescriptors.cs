using System.Runtime.InteropServices;
using Watchdog.Core;

namespace Watchdog.Supervision.Host;

/// <summary>Whether we have descriptors left: without them every look fails by our own fault.</summary>
internal static partial class OwnDescriptors
{
    /// <summary>What one round of looks, its diagnosis and the journal's next file need.</summary>
    private const int Least = 16;

    private const int LeastPercent = 5;

    /// <returns>Null when there are enough, or when it cannot be told.</returns>
    public static Reason? Short()
    {
        try
        {
            return Limit() is { } limit ? Short(Open(), limit) : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;        // a program with capabilities of its own may not even look at itself
        }
    }

    /// <param name="open">How many are open; null: not even the folder that lists them could be opened.</param>
    /// <param name="limit">How many we may have.</param>
    internal static Reason? Short(long? open, long limit)
    {
        if (open is null) return new Reason("no-descriptors", $"not one of our {limit} descriptors is left");

        var left = limit - open.Value;
        return left < Least || left * 100 < limit * LeastPercent
            ? new Reason("few-descriptors", $"only {Math.Max(0, left)} of our {limit} descriptors are left")
            : null;
    }

    private static long? Open()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(OperatingSystem.IsMacOS() ? "/dev/fd" : "/proc/self/fd").LongCount();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long? Limit() =>
        GetLimit(OperatingSystem.IsMacOS() ? 8 : 7, out var limit) == 0 && limit.Soft <= int.MaxValue ? (long)limit.Soft : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
