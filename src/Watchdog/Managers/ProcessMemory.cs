using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>
/// The memory of a process and its descendants, where the manager keeps no account of it: PSS on Linux, on macOS the physical footprint, which is what its
/// Activity Monitor shows.
/// </summary>
internal sealed class ProcessMemory(TimeProvider time)
{
    private readonly ProcessTree _tree = new("/proc", time);
    private readonly Footprint _footprint = new(time);

    /// <param name="pid">The main process.</param>
    /// <param name="source">On macOS there is one only.</param>
    /// <param name="deadline">Of the reading.</param>
    /// <param name="cancel">Ours.</param>
    public ValueTask<MemoryLook> ReadAsync(int pid, MemorySource source, TimeSpan deadline, CancellationToken cancel)
    {
        if (OperatingSystem.IsMacOS()) return _footprint.ReadAsync(pid, cancel);
        return source == MemorySource.Pss ? _tree.ReadPssAsync(_tree.Members(pid), deadline, cancel) : _tree.ReadAsync(pid, deadline, cancel);
    }
}
