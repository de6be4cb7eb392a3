using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Watchdog.TestServer;

/// <summary>How many descriptors this process may have open.</summary>
internal static partial class Descriptors
{
    private const int NoFile = 7;      // RLIMIT_NOFILE on Linux

    /// <summary>Lowers the limit to what is open. Returns what it was.</summary>
    public static Limit LowerLimit()
    {
        Check(GetLimit(NoFile, out var before));
        var lowestFree = Check(Duplicate(2));
        Check(Close(lowestFree));
        SetLimit(before with { Soft = (nuint)lowestFree });
        return before;
    }

    public static void SetLimit(Limit limit) => Check(SetLimit(NoFile, in limit));

    /// <summary>A connection's descriptor; negative when there is none, or none left for it.</summary>
    [LibraryImport("libc", EntryPoint = "accept4")]
    public static partial int Accept(int listener, nint address, nint length, int flags);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    public readonly record struct Limit(nuint Soft, nuint Hard);
}
