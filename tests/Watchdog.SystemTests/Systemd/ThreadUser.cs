using System.Runtime.InteropServices;
using Watchdog.Managers.Systemd;

namespace Watchdog.SystemTests.Systemd;

/// <summary>
/// Lets one thread of ours be another user: Linux keeps credentials by thread, and a bus asks the kernel who connects.
/// </summary>
internal static partial class ThreadUser
{
    private const int PathOnly = 0x200000;

    /// <summary>More than are at work at a time.</summary>
    private const int Workers = 64;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<bool> s_workers = new(MakeWorkers);

    public static void Become(uint uid)
    {
        if (!s_workers.Value) throw new InvalidOperationException("there are no workers of root's");
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

    /// <summary>
    /// A worker of the pool that such a thread has to make would be that user as well, for good, and run other tests: enough of them are made before, and kept
    /// (see the project file).
    /// </summary>
    private static bool MakeWorkers()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (workers < Workers) ThreadPool.SetMinThreads(Workers, ports);
        var all = new CountdownEvent(Workers);
        for (var i = 0; i < Workers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static all =>
                {
                    all.Signal();
                    all.Wait(s_patience);
                },
                all,
                preferLocal: false);
        }

        return all.Wait(s_patience);
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, uint real, uint effective, uint saved);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
