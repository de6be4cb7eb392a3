using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Watchdog.Journal;

/// <summary>The few calls of the C library that .NET has no door to. Numbers are those of Linux (x64, arm64) and macOS.</summary>
internal static partial class Libc
{
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int ReadWrite = 2;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    private static int AppendFlag => OperatingSystem.IsMacOS() ? 0x8 : 0x400;

    /// <summary>O_NOFOLLOW: one of the few flags that differ between processors.</summary>
    private static int NoFollow => OperatingSystem.IsMacOS() ? 0x100 : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    private static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    public static uint UserId => GetEffectiveUserId();

    /// <summary>An existing file, for appending only. (Never creates: a mode would be a variadic argument.)</summary>
    public static SafeFileHandle OpenForAppend(string path) => OpenOrThrow(path, WriteOnly | AppendFlag | CloseOnExec);

    /// <summary>An existing file, without the lock that .NET takes on what it opens.</summary>
    public static SafeFileHandle OpenForUpdate(string path) => OpenOrThrow(path, ReadWrite | CloseOnExec);

    /// <summary>An existing file or pipe, for reading and locking; a link is an error, and a pipe does not block.</summary>
    public static SafeFileHandle OpenNoLink(string path) => OpenOrThrow(path, ReadOnly | NoFollow | NonBlocking | CloseOnExec);

    /// <summary>Makes the folder's entries durable: a file that was created or renamed in it.</summary>
    public static void SyncDirectory(string path)
    {
        using var handle = OpenOrThrow(path, ReadOnly | CloseOnExec);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Takes an exclusive lock that dies with the open file, so with its owner; false when another has one of either kind.</summary>
    public static bool TryLock(SafeFileHandle file) => TryLock(file, LockExclusive);

    /// <summary>Takes a shared lock; false when another has an exclusive one.</summary>
    public static bool TryLockShared(SafeFileHandle file) => TryLock(file, LockShared);

    /// <summary>The user id that owns a file or folder; links are followed.</summary>
    public static uint OwnerOf(string path) => OwnersOf(path).User;

    /// <summary>The user and the group that own a file or folder; links are followed.</summary>
    public static unsafe (uint User, uint Group) OwnersOf(string path)
    {
        var buffer = stackalloc byte[512];
        if (OperatingSystem.IsMacOS())
        {
            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatMacX64(path, buffer) : StatMac(path, buffer);
            return result == 0 ? (*(uint*)(buffer + 16), *(uint*)(buffer + 20)) : throw Failure(Marshal.GetLastPInvokeError(), path);
        }

        // AT_FDCWD, no flags, STATX_UID | STATX_GID; stx_uid stands at offset 20, stx_gid at 24.
        return Statx(-100, path, 0, 0x18, buffer) == 0
            ? (*(uint*)(buffer + 20), *(uint*)(buffer + 24))
            : throw Failure(Marshal.GetLastPInvokeError(), path);
    }

    /// <summary>Gives away what we have made.</summary>
    /// <exception cref="IOException">It cannot be given.</exception>
    public static void Give(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0) throw Failure(Marshal.GetLastPInvokeError(), path);
    }

    /// <summary>Root becomes another user, in all of its threads and for good. The problem when it may not (no CAP_SETUID), else null.</summary>
    public static string? TryBecome(uint user, uint group)
    {
        var done = SetGroups(0, 0) == 0 && SetGroup(group) == 0 && SetUser(user) == 0;
        return done ? null : new Win32Exception(Marshal.GetLastPInvokeError()).Message;
    }

    private static bool TryLock(SafeFileHandle file, int kind)
    {
        if (Flock(file, kind | LockNonBlocking) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == WouldBlock ? false : throw Failure(error, "flock");
    }

    private static SafeFileHandle OpenOrThrow(string path, int flags)
    {
        var descriptor = Open(path, flags);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(Marshal.GetLastPInvokeError(), path);
    }

    private static IOException Failure(int error, string what) => new($"{what}: {new Win32Exception(error).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static partial int SetGroups(nint count, nint groups);

    [LibraryImport("libc", EntryPoint = "setgid", SetLastError = true)]
    private static partial int SetGroup(uint group);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int SetUser(uint user);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatMac(string path, byte* buffer);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatMacX64(string path, byte* buffer);
}
