using System.Runtime.InteropServices;

namespace Watchdog.Managers.Systemd;

/// <summary>What the bus thread needs of Linux: waiting for a socket and being woken meanwhile.</summary>
internal static unsafe partial class LibC
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    /// <summary>An eventfd, or -1.</summary>
    public static int NewWakeUp() => eventfd(0, CloseOnExec | NonBlocking);

    public static void Wake(int wakeUp)
    {
        var one = 1UL;
        _ = write(wakeUp, &one, sizeof(ulong));
    }

    public static void ForgetWakes(int wakeUp)
    {
        ulong count;
        _ = read(wakeUp, &count, sizeof(ulong));
    }

    [LibraryImport("libc")]
    public static partial int poll(PollFd* fds, nuint count, int milliseconds);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc")]
    public static partial uint getuid();

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial nint write(int fd, void* data, nuint size);

    [LibraryImport("libc")]
    private static partial nint read(int fd, void* data, nuint size);
}
