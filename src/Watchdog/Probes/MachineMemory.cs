using Watchdog.Kernel;

namespace Watchdog.Probes;

/// <summary>How much memory the machine has.</summary>
internal static class MachineMemory
{
    private static readonly Lazy<long> Known = new(() =>
        SmallFile.Field(SmallFile.Read("/proc/meminfo"), "MemTotal:") * 1024 ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Bytes.</summary>
    public static long Total() => Known.Value;
}
