using System.Collections.Immutable;
using System.Net;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Diagnosing;

/// <summary>What tells the facts of this machine. One for all services.</summary>
internal sealed record KernelFacts(SocketDiag Sockets, SocketHolders Holders, Cgroups Cgroups, CommandLines CommandLines, ActivitySampler Activity, ProcessTree Tree)
{
    /// <summary>Threads that the evidence of all services together may lose at stuck processes and dead disks.</summary>
    private const int MostLost = 4;

    /// <summary>For reads of evidence that may block for ever.</summary>
    public required Expendable Expendable { get; init; }

    public static KernelFacts OfThisMachine(TimeProvider time) => new(
        SocketDiag.OfThisMachine, SocketHolders.OfThisMachine, Cgroups.OfThisMachine, new CommandLines("/proc", time), new ActivitySampler(time), new ProcessTree("/proc", time))
    {
        Expendable = new Expendable("evidence", time, MostLost),
    };

    /// <summary>The processes of a unit: by its control group, else its main process and all descendants; without /proc (macOS) the main process alone.</summary>
    public ImmutableArray<int> ProcessesOf(UnitStatus status)
    {
        var processes = Cgroups.Processes(status.ControlGroup);
        if (!processes.IsEmpty || status.MainPid <= 0) return processes;
        if (Tree.IsSeen) return [.. Tree.Members(status.MainPid)];

        return Processes.Lives(status.MainPid) ? [status.MainPid] : [];
    }

    /// <summary>
    /// Where a check asks on this machine; null for a place on another. Of a name with several addresses the first at which somebody listens: a look that is
    /// refused at one tries the next.
    /// </summary>
    public async Task<EndPoint?> PlaceOfAsync(CheckTarget target, CancellationToken cancel)
    {
        var places = await LocalPlace.OfAsync(target, cancel).ConfigureAwait(false);
        if (places.Count < 2) return places.Count == 0 ? null : places[0];

        return await Task.Run(() => places.FirstOrDefault(place => !Sockets.Listeners(place).Listeners.IsEmpty), cancel).ConfigureAwait(false) ?? places[0];
    }
}
