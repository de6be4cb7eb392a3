using System.Runtime.InteropServices;

namespace Watchdog.Managers;

/// <summary>
/// What .NET's own Process cannot do: start a child in a session of its own and signal all of it. The numbers are those of Linux
/// (x64, arm64; glibc 2.29 or musl 1.1.24 and later) and macOS (10.15 and later).
/// </summary>
internal static unsafe partial class Libc
{
    public const int SigHup = 1;
    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SigTerm = 15;

    public static readonly int SigStop = OperatingSystem.IsMacOS() ? 17 : 19;
    public static readonly int SigContinue = OperatingSystem.IsMacOS() ? 19 : 18;

    public const int Interrupted = 4;
    public const short PollIn = 1;
    public const int ById = 1;

    /// <summary>posix_spawnattr_t, posix_spawn_file_actions_t, sigset_t and siginfo_t fit; the largest, glibc's attributes, has 336 bytes.</summary>
    public const int OpaqueSize = 512;

    /// <summary>Linux alone.</summary>
    public const int SetPipeSize = 1031;

    /// <summary>0600.</summary>
    public const uint OursAlone = 0x180;

    public const short SpawnSetSignalDefaults = 0x04;
    public const short SpawnSetSignalMask = 0x08;

    public static readonly short SpawnSetSession = (short)(OperatingSystem.IsMacOS() ? 0x0400 : 0x80);

    /// <summary>macOS has no race-free close-on-exec for all that we open; there the child is told to inherit nothing instead.</summary>
    public static readonly short SpawnInheritNothing = (short)(OperatingSystem.IsMacOS() ? 0x4000 : 0);

    /// <summary>WEXITED and WNOWAIT: wait for the end, and leave the zombie, which keeps its process id from being given away.</summary>
    public static readonly int WaitForEndAndLeave = 0x04 | (OperatingSystem.IsMacOS() ? 0x20 : 0x01000000);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, byte* info, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollFd fd, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    /// <summary>Not on macOS: its third argument is variadic.</summary>
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial int AddSignal(byte* set, int signal);

    /// <returns>0, or the error number; unlike elsewhere in libc errno is not set.</returns>
    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    public static partial int Spawn(out int pid, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSignalDefaults(byte* attributes, byte* set);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(byte* attributes, byte* set);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(byte* actions, int fd, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(byte* actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddChangeDirectory(byte* actions, string path);

    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }
}
