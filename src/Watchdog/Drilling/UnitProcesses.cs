using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Kernel;
using Watchdog.Probes;

namespace Watchdog.Drilling;

/// <summary>The processes of a unit: by its control group, else its main process and all descendants.</summary>
internal sealed class UnitProcesses(KernelFacts kernel, Secrets secrets, TimeProvider time)
{
    private const int MostTold = 5;

    private readonly ProcessTree _tree = new("/proc", time);

    public ImmutableArray<ProcessIdentity> Of(UnitStatus status) => [.. Pids(status).Select(ProcessIdentity.OfLiving).OfType<ProcessIdentity>()];

    public static ProcessIdentity? MainOf(UnitStatus status) => status.MainPid > 0 ? ProcessIdentity.OfLiving(status.MainPid) : null;

    /// <summary>All that its processes have open; null where that may not be known of each.</summary>
    public long? Descriptors(UnitStatus status)
    {
        long sum = 0;
        foreach (var pid in Pids(status))
        {
            if (ProcessFacts.DescriptorsOf(pid) is { } open) sum += open;
            else if (ProcessIdentity.OfLiving(pid) is not null) return null;        // one that has just ended has none
        }

        return sum > 0 ? sum : null;
    }

    /// <summary>Those that live on, for people.</summary>
    public async Task<ImmutableArray<string>> StillThereAsync(ImmutableArray<ProcessIdentity> before, CancellationToken cancel)
    {
        var left = before.Where(one => one.Lives).Take(MostTold).ToArray();
        var told = ImmutableArray.CreateBuilder<string>(left.Length);
        foreach (var one in left)
        {
            var command = await kernel.CommandLines.OfAsync(one.Pid, secrets, cancel).ConfigureAwait(false) ?? secrets.Hide(Words.Line(ProcStat.Read(one.Pid)?.Name ?? "ended meanwhile"));
            told.Add($"PID {one.Pid} ({command})");
        }

        return told.ToImmutable();
    }

    private IReadOnlyList<int> Pids(UnitStatus status)
    {
        var processes = status.ControlGroup.Length > 0 ? kernel.Cgroups.Processes(status.ControlGroup) : [];
        return processes.IsEmpty && status.MainPid > 0 ? _tree.Members(status.MainPid) : processes;
    }
}
