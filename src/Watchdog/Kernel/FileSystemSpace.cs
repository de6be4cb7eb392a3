using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>How full the file system is that a path lies on; statvfs(3), with the layout of Linux on 64 bits.</summary>
/// <param name="Free">Bytes that an ordinary user may still write.</param>
/// <param name="Total">Bytes.</param>
/// <param name="FreeFiles">Inodes that are left; with a <paramref name="TotalFiles"/> of 0 the file system does not count them.</param>
/// <param name="TotalFiles">Inodes.</param>
internal sealed partial record FileSystemSpace(long Free, long Total, long FreeFiles, long TotalFiles)
{
    /// <summary>Null when there is no such path. Blocks where the disk does.</summary>
    public static unsafe FileSystemSpace? Of(string path)
    {
        // f_frsize stands at 8, then f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_favail of 8 bytes each.
        var buffer = stackalloc ulong[32];
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || Ask(path, buffer) != 0) return null;
        var size = buffer[1];
        return new FileSystemSpace((long)(buffer[4] * size), (long)(buffer[2] * size), (long)buffer[7], (long)buffer[5]);
    }

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Ask(string path, ulong* buffer);
}
