using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Watchdog.Kernel;

/// <summary>The C library's doors to the kernel that .NET lacks. Numbers and layouts are those of Linux on x64 and arm64.</summary>
internal static unsafe partial class Syscalls
{
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int NotPermitted = 1;

    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 0x80003;
    private const int SocketDiagnosis = 4;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;
    private const int NoSignal = 0x4000;
    private const int PidFdOpen = 434;

    /// <returns>An invalid handle when it is refused; the error is the last one.</returns>
    public static SafeFileHandle OpenDiagSocket() => new(Socket(NetlinkFamily, RawCloseOnExec, SocketDiagnosis), ownsHandle: true);

    /// <summary>Without it a receive could wait for ever.</summary>
    public static bool TrySetReceiveTimeout(SafeFileHandle socket, TimeSpan timeout)
    {
        // struct timeval
        var value = stackalloc long[2] { timeout.Ticks / TimeSpan.TicksPerSecond, timeout.Ticks % TimeSpan.TicksPerSecond / 10 };
        return SetOption(socket, SocketLevel, ReceiveTimeout, value, 2 * sizeof(long)) == 0;
    }

    /// <returns>The bytes sent, or below 0.</returns>
    public static int Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes) return (int)Send(socket, first, (nuint)bytes.Length, NoSignal);
    }

    /// <returns>The bytes received, or below 0.</returns>
    public static int Receive(SafeFileHandle socket, Span<byte> bytes)
    {
        fixed (byte* first = bytes) return (int)Receive(socket, first, (nuint)bytes.Length, 0);
    }

    /// <summary>A descriptor that can be read from once the process has ended, whoever its parent is.</summary>
    /// <returns>An invalid handle when there is no such process, or the kernel is older than 5.3.</returns>
    public static SafeFileHandle OpenProcess(int pid) => new((nint)SystemCall(PidFdOpen, pid, 0), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OpenFolder(string path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    public static partial byte* ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int CloseFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLink(string path, byte* target, nuint length);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long first, long second);

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetAttribute(string path, string name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    public static partial int AdjustTime(byte* time);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(SafeFileHandle socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, byte* bytes, nuint length, int flags);
}
