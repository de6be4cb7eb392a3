using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Diagnosing;

/// <summary>Finds out whose a listener is, and puts it into words.</summary>
/// <param name="unit">The manager's name for the watched unit.</param>
/// <param name="secrets">What is kept out of the words.</param>
/// <param name="kernel">Tells it.</param>
internal sealed class ListenerOwner(string unit, Secrets secrets, KernelFacts kernel)
{
    private const int MostHolders = 64;
    private const string InitScope = "init.scope";

    /// <summary>A process's start is told in steps of 10 ms, rounded down.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);

    /// <summary>In a few words, for a sentence.</summary>
    internal readonly record struct Found(Listening Listening, string Holder, bool IsOrphan, ImmutableArray<int> Pids, bool SomeUnseen);

    public async Task<Found> OfAsync(ImmutableArray<Listener> listeners, ImmutableArray<int> ofUnit, UnitStatus status, CancellationToken cancel)
    {
        if (listeners.IsEmpty) return new Found(Listening.Nobody, "", false, [], false);

        var sockets = listeners.Select(listener => listener.Inode).ToHashSet();
        var held = await Task.Run(() => kernel.Holders.Find(sockets, ofUnit), cancel).ConfigureAwait(false);
        var holders = held.Pids.Take(MostHolders).Select(pid => Describe(pid, status)).OfType<Holder>().ToImmutableArray();
        var began = BeganAt(status);
        var made = listeners[0].CgroupId;
        var (listening, other) = Ownership.Of(
            holders, status.State is UnitState.Active or UnitState.Reloading, began, kernel.Cgroups.Holds(status.ControlGroup, made), kernel.Cgroups.Holds(ManagerGroup(status.ControlGroup), made) == true, held.SomeUnseen);
        if (listening != Listening.Other) return new Found(listening, "", false, held.Pids, held.SomeUnseen);
        if (other is not { } holder) return new Found(listening, $"a process of user {listeners[0].Uid} that we may not look at", false, [], held.SomeUnseen);

        return new Found(listening, await TellAsync(holder, cancel).ConfigureAwait(false), Ownership.IsOrphan(holder, began), held.Pids, held.SomeUnseen);
    }

    /// <summary>The earlier of what the manager says and the main process's start: with sleep in between, the manager's clock and a process's have come apart.</summary>
    private static TimeSpan? BeganAt(UnitStatus status)
    {
        if (status.MainPid == 0 || ProcStat.Read(status.MainPid) is not { StartedAt: var main }) return null;

        var told = status.StartedAt + SleepClock.Asleep() - s_tick;
        return told < main ? told : main;
    }

    private Holder? Describe(int pid, UnitStatus status)
    {
        if (ProcStat.Read(pid) is not { } stat) return null;

        var cgroup = ProcessFacts.CgroupOf(pid) ?? "";
        var named = CgroupPath.UnitOf(cgroup);
        var isWithin = status.ControlGroup.Length > 0
            ? cgroup == status.ControlGroup || cgroup.StartsWith(status.ControlGroup + "/", StringComparison.Ordinal)
            : named == unit;
        var isOfMain = status.MainPid > 0 && ParentChain.Of(pid).Any(one => one.Pid == status.MainPid);
        return new Holder(pid, stat.Parent, stat.StartedAt, named, isWithin, isOfMain, pid == 1 || cgroup.EndsWith("/" + InitScope, StringComparison.Ordinal));
    }

    /// <summary><c>PID 4711 (python3 server.py 8080) of web@2.service, a child of systemd (1)</c></summary>
    private async Task<string> TellAsync(Holder holder, CancellationToken cancel)
    {
        var command = await kernel.CommandLines.OfAsync(holder.Pid, secrets, cancel).ConfigureAwait(false) ?? NameOf(holder.Pid);
        var parents = ParentChain.Of(holder.Parent);
        var of = holder.Unit is { } named ? $" of {named}" : " of no unit";
        var below = parents.IsEmpty ? "" : $", started by {string.Join(", by ", parents.Select(parent => $"{Words.Line(parent.Name)} ({parent.Pid})"))}";
        return $"PID {holder.Pid} ({command}){of}{below}";
    }

    /// <summary>Which it may have chosen itself.</summary>
    private string NameOf(int pid) => ProcStat.Read(pid) is { } stat ? secrets.Hide(Words.Line(stat.Name)) : "ended meanwhile";

    /// <summary>Where the manager itself runs: <c>/init.scope</c>, for a user's units <c>…/user@1000.service/init.scope</c>.</summary>
    private static string ManagerGroup(string controlGroup) => $"{CgroupPath.UserManagerOf(controlGroup)?.Root}/{InitScope}";
}
