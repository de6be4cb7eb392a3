using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>Whether a process is there, and a signal to one; kill(2), which is the same on Linux and macOS.</summary>
internal static partial class Processes
{
    private const int NotPermitted = 1;

    /// <summary>Also when it is another user's. One that has ended and only waits for its parent to take note lives no more.</summary>
    public static bool Lives(int pid) => pid > 0 && (Kill(pid, 0) == 0 || Marshal.GetLastPInvokeError() == NotPermitted) && ProcStat.Read(pid) is not { IsOver: true, Threads: <= 1 };

    /// <param name="pid">Above 0: never a group, and never everyone.</param>
    /// <param name="signal">Its number on this system.</param>
    /// <returns>Why it could not be sent, else null.</returns>
    public static string? Signal(int pid, int signal)
    {
        if (pid <= 0) return "there is no main process";
        return Kill(pid, signal) == 0 ? null : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);
}
