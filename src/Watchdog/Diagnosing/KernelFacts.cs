using Watchdog.Kernel;

namespace Watchdog.Diagnosing;

/// <summary>What tells the facts of this machine. One for all services.</summary>
internal sealed record KernelFacts(SocketDiag Sockets, SocketHolders Holders, Cgroups Cgroups, CommandLines CommandLines, ActivitySampler Activity)
{
    public static KernelFacts OfThisMachine(TimeProvider time) => new(
        SocketDiag.OfThisMachine, SocketHolders.OfThisMachine, Cgroups.OfThisMachine, new CommandLines("/proc", time), new ActivitySampler(time));
}
