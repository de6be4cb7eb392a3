using Watchdog.Kernel;
using Watchdog.Probes;

namespace Watchdog.Supervision.Host;

/// <summary>
/// Finds the service that is itself what the machine is busy with: then its failing is no doubt of ours. Compares two samples, so the first says
/// nothing yet.
/// </summary>
/// <param name="proc">Where the kernel tells of the machine: <c>/proc</c>.</param>
/// <param name="cgroups">Where cgroups are mounted: <c>/sys/fs/cgroup</c>.</param>
/// <param name="processors">How many the machine has.</param>
internal sealed class Consumers(string proc, string cgroups, int processors)
{
    /// <summary>Ticks of <c>/proc/stat</c> in a second (USER_HZ, the same on every architecture that .NET runs on).</summary>
    private const double TicksPerSecond = 100;

    private readonly Dictionary<string, TimeSpan> _used = [];
    private TimeSpan? _busy;
    private TimeSpan _at;

    /// <summary>Forgets the samples: they belong to another doubt.</summary>
    public void Clear()
    {
        _used.Clear();
        _busy = null;
    }

    /// <param name="groups">The control groups to look at.</param>
    /// <param name="now">Monotonic.</param>
    /// <returns>The one that has used more than half of the processor time of a busy machine since the sample before, or owns more than half of its memory
    /// while there is hardly any left; null for none.</returns>
    public string? Main(IEnumerable<string> groups, TimeSpan now)
    {
        var busy = Busy();
        var (took, busyFor) = (now - _at, busy - _busy);

        // More than half of nearly nothing is nothing.
        var isBusy = busyFor >= took * processors * 0.5;
        string? main = null;
        foreach (var group in groups)
        {
            if (Used(group) is { } used)
            {
                if (isBusy && _used.TryGetValue(group, out var before) && used - before > busyFor * 0.5) main = group;
                _used[group] = used;
            }

            if (HogsMemory(group)) main = group;
        }

        (_busy, _at) = (busy, now);
        return main;
    }

    /// <summary>The processor time of everything, idle and waiting for disks left out: <c>cpu  user nice system idle iowait irq softirq …</c>.</summary>
    private TimeSpan? Busy()
    {
        var line = SmallFile.Read(Path.Combine(proc, "stat"))?.Split('\n', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (line is not ["cpu", var user, var nice, var system, _, _, var irq, var softirq, ..]) return null;

        var ticks = 0L;
        foreach (var part in (ReadOnlySpan<string>)[user, nice, system, irq, softirq]) ticks += SmallFile.Number(part) ?? 0;
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>cgroup v2, the v2 part of a hybrid layout, or v1's own accounting.</summary>
    private TimeSpan? Used(string group)
    {
        var path = group.Trim('/');
        if (path.Length == 0 || path.Split('/').Contains("..")) return null;

        var micro = SmallFile.Field(SmallFile.Read(Path.Combine(cgroups, path, "cpu.stat")), "usage_usec")
            ?? SmallFile.Field(SmallFile.Read(Path.Combine(cgroups, "unified", path, "cpu.stat")), "usage_usec")
            ?? SmallFile.Number(SmallFile.Read(Path.Combine(cgroups, "cpuacct", path, "cpuacct.usage"))) / 1000;
        return micro is { } used ? TimeSpan.FromMicroseconds(used) : null;
    }

    private bool HogsMemory(string group)
    {
        var memory = SmallFile.Read(Path.Combine(proc, "meminfo"));
        if (SmallFile.Field(memory, "MemTotal:") is not { } total || SmallFile.Field(memory, "MemAvailable:") is not { } available) return false;
        return available < total / 10 && CgroupMemory.Read(cgroups, group).Bytes > total * 1024 / 2;
    }
}
