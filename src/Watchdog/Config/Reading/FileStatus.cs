using System.Runtime.InteropServices;

namespace Watchdog.Config.Reading;

/// <summary>Who owns a file and who may write it. Through statx, whose layout is the same on every Linux; elsewhere only the mode is known.</summary>
/// <param name="Mode">Type and permissions, as in <c>st_mode</c>; the type is 0 where unknown.</param>
/// <param name="Owner">User id; null where it cannot be had.</param>
internal readonly partial record struct FileStatus(int Mode, uint? Owner)
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint ModeOwnerAndType = 0x1 | 0x2 | 0x8;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;

    public bool IsRegular => (Mode & TypeMask) is RegularType or 0;

    /// <summary>Whether its group or all the world may write it.</summary>
    public bool OthersMayWrite => (Mode & 0x12) != 0;

    /// <summary>In a sticky folder (/tmp) one may replace one's own files only.</summary>
    public bool IsSticky => (Mode & 0x200) != 0;

    /// <summary>Null when there is no such file, or we may not look at it.</summary>
    public static FileStatus? Of(string path) => OperatingSystem.IsLinux() ? Statx(CurrentFolder, path, 0) ?? ModeOnly(path)
        : ModeOnly(path);

    /// <summary>Of the file that is open, which no rename can exchange.</summary>
    public static FileStatus? Of(SafeHandle open)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var added = false;
        try
        {
            open.DangerousAddRef(ref added);
            return Statx((int)open.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (added) open.DangerousRelease();
        }
    }

    public static uint OurUser() => OperatingSystem.IsWindows() ? 0 : geteuid();

    private static unsafe FileStatus? Statx(int folder, string path, int flags)
    {
        // struct statx is 256 bytes; stx_uid stands at 20, stx_mode at 28.
        var buffer = stackalloc byte[256];
        try
        {
            if (statx(folder, path, flags, ModeOwnerAndType, buffer) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
            return null;
        }

        return new FileStatus(*(ushort*)(buffer + 28), *(uint*)(buffer + 20));
    }

    private static FileStatus? ModeOnly(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        try
        {
            return new FileStatus((int)File.GetUnixFileMode(path), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
