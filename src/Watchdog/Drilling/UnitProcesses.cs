using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Kernel;

namespace Watchdog.Drilling;

/// <summary>What a drill has to know of the processes of a unit.</summary>
internal sealed class UnitProcesses(KernelFacts kernel, Secrets secrets)
{
    private const int MostTold = 5;

    public ImmutableArray<ProcessIdentity> Of(UnitStatus status) => [.. kernel.ProcessesOf(status).Select(ProcessIdentity.OfLiving).OfType<ProcessIdentity>()];

    public static ProcessIdentity? MainOf(UnitStatus status) => status.MainPid > 0 ? ProcessIdentity.OfLiving(status.MainPid) : null;

    /// <summary>All that its processes have open; null where that may not be known of each.</summary>
    public long? Descriptors(UnitStatus status)
    {
        long sum = 0;
        foreach (var pid in kernel.ProcessesOf(status))
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
}
