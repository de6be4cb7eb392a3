using System.Collections.Immutable;
using System.Net;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Supervision;

namespace Watchdog.Diagnosing;

/// <summary>Sees what is around a check of one service: who listens, who waits, what its processes do, what an open connection says.</summary>
internal sealed class Diagnostician(string service, string unit, Secrets secrets, KernelFacts kernel, Clock clock, ILogger log) : IDiagnostician
{
    /// <summary>Of a unit of many workers.</summary>
    private const int MostCounted = 16;

    /// <summary>The next look waits for it.</summary>
    private static readonly TimeSpan s_keptAtMost = TimeSpan.FromSeconds(2);

    private static readonly ConnectionLook s_notAsked = ConnectionLook.NotSeen(default);

    private readonly ListenerOwner _owner = new(unit, secrets, kernel);
    private bool _saidUnseen;

    public async Task<Signals> LookAsync(CheckSlot slot, UnitStatus status, bool onlyListener, CancellationToken cancel)
    {
        // What stands before the service on purpose tells nothing of it.
        var place = slot.Config.Listener == ListenerOf.Any ? null : await kernel.PlaceOfAsync(slot.Config.Target, cancel).ConfigureAwait(false);
        var processes = await Task.Run(() => kernel.ProcessesOf(status), cancel).ConfigureAwait(false);
        var signals = new Signals();
        if (onlyListener) return place is null ? signals : await WithListenerAsync(signals, slot, place, processes, status, onlyListener, cancel).ConfigureAwait(false);

        if (place is not null) await Task.Run(() => SeeBacklog(slot, place), cancel).ConfigureAwait(false);
        var activity = kernel.Activity.LookAsync(processes, status.MainPid, span: null, cancel);
        var kept = AskKeptAsync(slot, cancel);
        signals = signals with { Activity = (await activity.ConfigureAwait(false)).Activity };
        var (keptAlive, rise) = await kept.ConfigureAwait(false);
        signals = signals with { KeptAlive = keptAlive, CounterRise = rise };
        return place is null ? signals : await WithListenerAsync(signals, slot, place, processes, status, onlyListener, cancel).ConfigureAwait(false);
    }

    private async Task<Signals> WithListenerAsync(
        Signals signals, CheckSlot slot, EndPoint place, ImmutableArray<int> processes, UnitStatus status, bool onlyListener, CancellationToken cancel)
    {
        // Who waits is no matter where only the listener is asked: after a start, that is once for each service.
        var (look, connections, isMoving) = await Task.Run(() => onlyListener ? (kernel.Sockets.Listeners(place), s_notAsked, null) : SeeBacklog(slot, place), cancel).ConfigureAwait(false);
        if (!look.IsSeen) return Unseen(signals, look.Unseen.Sentence);

        var owner = await _owner.OfAsync(look.Listeners, processes, status, cancel).ConfigureAwait(false);
        signals = signals with { Listening = owner.Listening, Holder = owner.Holder, IsOrphan = owner.IsOrphan, Holders = Holders(owner, status, processes) };
        if (owner is { Listening: Listening.Unseen, SomeUnseen: true }) signals = Unseen(signals, "whose process listens there; CAP_SYS_PTRACE with CAP_DAC_READ_SEARCH, or running as its user, would tell");
        if (onlyListener || look.Listeners.IsEmpty) return signals;

        var (descriptors, limit) = await Task.Run(() => Descriptors([.. owner.Pids.Append(status.MainPid).Distinct().Take(MostCounted)]), cancel).ConfigureAwait(false);
        return signals with
        {
            Waiting = look.Listeners.Sum(listener => listener.Waiting),
            WaitingLimit = look.Listeners.Sum(listener => listener.Limit),
            IsMoving = isMoving,
            InUse = connections.IsSeen ? connections.Established : null,
            LeftOpen = connections.IsSeen ? connections.CloseWait : null,
            Descriptors = descriptors,
            DescriptorLimit = limit,
        };
    }

    private (ListenerLook Listeners, ConnectionLook Connections, bool? IsMoving) SeeBacklog(CheckSlot slot, EndPoint place)
    {
        var listeners = kernel.Sockets.Listeners(place);
        var connections = kernel.Sockets.Connections(place);
        if (!listeners.IsSeen) return (listeners, connections, null);

        // Of more than are told one by one, and of a Unix socket's, there is the length only.
        var isWhole = connections.IsSeen && !connections.Cut && connections.WaitingCount == connections.Waiting.Count;
        return (listeners, connections, slot.Backlog.IsMoving(isWhole ? connections.Waiting : null, listeners.Listeners.Sum(listener => listener.Waiting), clock.Now.Uptime));
    }

    /// <summary>Where it cannot be seen who holds it, as many as may: workers of one kind have the main process's name.</summary>
    private static int? Holders(ListenerOwner.Found owner, UnitStatus status, ImmutableArray<int> processes)
    {
        if (owner.Listening != Listening.Ours) return null;
        if (!owner.Pids.IsEmpty) return owner.Pids.Length;

        var main = ProcStat.Read(status.MainPid)?.Name;
        return main is null ? null : processes.Count(pid => ProcStat.Read(pid)?.Name == main);
    }

    private static async Task<(KeptAlive KeptAlive, double? Rise)> AskKeptAsync(CheckSlot slot, CancellationToken cancel)
    {
        if (slot.Kept is not { } kept) return (KeptAlive.None, null);

        var timeout = Cadence.Shortest(slot.Policy, slot.HealthyTook);
        return await kept.AskAsync(timeout < s_keptAtMost ? timeout : s_keptAtMost, cancel).ConfigureAwait(false);
    }

    /// <summary>Of the process that is nearest to its limit.</summary>
    private static (long? Open, long? Limit) Descriptors(ImmutableArray<int> pids)
    {
        (long? Open, long? Limit) fullest = (null, null);
        foreach (var pid in pids)
        {
            if (ProcessFacts.Read(pid) is not { Descriptors: { } open, DescriptorLimit: { } limit }) continue;
            if (fullest.Limit is null || limit - open < fullest.Limit - fullest.Open) fullest = (open, limit);
        }

        return fullest;
    }

    /// <summary>Said once, not in every round.</summary>
    private Signals Unseen(Signals signals, string what)
    {
        if (!Interlocked.Exchange(ref _saidUnseen, true)) Log.NotSeen(log, service, what);
        return signals with { Unseen = what };
    }
}
