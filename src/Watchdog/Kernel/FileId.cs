namespace Watchdog.Kernel;

/// <summary>Which file a path leads to. Through statx, whose layout is the same on every Linux.</summary>
/// <param name="Inode">Its number on its file system.</param>
/// <param name="Major">Of the file system's device.</param>
/// <param name="Minor">Of the file system's device.</param>
/// <param name="Size">Bytes; of <c>/proc/PID/fd</c>, from Linux 6.2 on, the number of its entries.</param>
internal readonly record struct FileId(ulong Inode, uint Major, uint Minor, ulong Size)
{
    private const int CurrentFolder = -100;
    private const uint InodeAndSize = 0x100 | 0x200;

    /// <summary>The device as one number (st_dev), as the C library puts it together (gnu_dev_makedev).</summary>
    public ulong Device => ((ulong)(Major & 0xfffff000) << 32) | ((ulong)(Major & 0xfff) << 8) | ((ulong)(Minor & 0xffffff00) << 12) | (Minor & 0xff);

    /// <summary>Null when there is no such file, or we may not look at it. Links are followed.</summary>
    public static unsafe FileId? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        // struct statx is 256 bytes; stx_ino stands at 32, stx_size at 40, stx_dev_major at 136, stx_dev_minor at 140.
        var buffer = stackalloc byte[256];
        try
        {
            if (Syscalls.Statx(CurrentFolder, path, 0, InodeAndSize, buffer) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
            return null;
        }

        return new FileId(*(ulong*)(buffer + 32), *(uint*)(buffer + 136), *(uint*)(buffer + 140), *(ulong*)(buffer + 40));
    }
}
