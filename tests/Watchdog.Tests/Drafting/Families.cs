using Watchdog.Drafting;
using Watchdog.Kernel;

namespace Watchdog.Tests.Drafting;

/// <summary>Processes of a machine that is not there.</summary>
internal static class Families
{
    public static Func<CancellationToken, Task<Lineage>> Of(params (int Pid, int Parent, string Name)[] processes) => _ => Task.FromResult(new Lineage(
        pid => processes.FirstOrDefault(process => process.Pid == pid) is { Pid: > 0 } found ? new ProcStat(found.Name, 'S', found.Parent, 0, 0, 1, 0, 0) : null));
}
