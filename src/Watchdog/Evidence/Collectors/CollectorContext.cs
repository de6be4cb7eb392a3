using Watchdog.Config;
using Watchdog.Diagnosing;
using Watchdog.Managers;

namespace Watchdog.Evidence.Collectors;

/// <summary>What collectors work with.</summary>
/// <param name="Service">Whose evidence they gather.</param>
/// <param name="Managers">Those of this machine.</param>
/// <param name="Kernel">What tells of its processes and sockets.</param>
/// <param name="StateFolder">Where we keep our state: how full its disk is belongs to the evidence.</param>
/// <param name="Time">For deadlines.</param>
internal sealed record CollectorContext(ServiceConfig Service, ManagerSet Managers, KernelFacts Kernel, string StateFolder, TimeProvider Time)
{
    /// <summary>The tools that may take stacks, by the names in <see cref="StackTools.Names"/>; empty for none, null for whichever fits and is there.</summary>
    public IReadOnlyList<string>? Stacks { get; init; }
}
