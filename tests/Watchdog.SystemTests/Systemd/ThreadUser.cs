using System.Runtime.InteropServices;
using Watchdog.Managers.Systemd;

namespace Watchdog.SystemTests.Systemd;

/// <summary>
/// Lets one thread of ours be another user: Linux keeps credentials by thread, and a bus asks the kernel who connects.
/// </summary>
internal static partial class ThreadUser
{
    private const int PathOnly = 0x200000;

    public static void Become(uint uid)
    {
        var setresuid = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 117 : 147;
        if (syscall(setresuid, uid, uid, uid) != 0) throw new InvalidOperationException($"cannot become user {uid}");
    }

    /// <summary>Opens the socket's path while we are root; that user may not walk there.</summary>
    public static BusOptions Reachable(this BusOptions options, bool needed)
    {
        if (!needed) return options;

        var fd = open(options.Address["unix:path=".Length..], PathOnly);
        return fd >= 0 ? options with { Address = $"unix:path=/proc/self/fd/{fd}" } : throw new InvalidOperationException($"no {options.Address}");
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, uint real, uint effective, uint saved);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
