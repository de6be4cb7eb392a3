using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>One service as its manager sees it: a systemd unit, a launchd job, a child of ours.</summary>
public interface IManagedUnit
{
    /// <summary>The manager's own name for it: <c>hermes-webui.service</c>.</summary>
    string Name { get; }

    /// <summary>Asks the manager now, within a deadline of its own. Never throws for a manager that is sick, gone or refuses.</summary>
    ValueTask<UnitLook> LookAsync(CancellationToken cancel);

    /// <summary>
    /// Restarts or starts it and waits for the manager's answer, within a deadline above the unit's own time-outs. Never throws for
    /// a manager that is sick, gone or refuses.
    /// </summary>
    Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel);

    /// <summary>The memory of everything that belongs to it, in bytes, and its limit.</summary>
    ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel);

    /// <summary>
    /// Calls <paramref name="changed"/> (from any thread; it must be quick and never throw) when the manager says that the unit has changed, or that
    /// the manager was lost or found again. It tells that there is something to look at, not what. Disposing ends it.
    /// </summary>
    IDisposable Subscribe(Action changed);
}

/// <summary>A look at the unit: its status, or why there is none.</summary>
/// <param name="Status">Null when the manager could not be asked.</param>
/// <param name="Unseen">Why, when <paramref name="Status"/> is null.</param>
public readonly record struct UnitLook(UnitStatus? Status, Reason Unseen)
{
    public static UnitLook Seen(UnitStatus status) => new(status, default);

    public static UnitLook NotSeen(string code, string sentence) => new(null, new Reason(code, sentence));
}

/// <summary>A look at the memory: bytes, or why there are none.</summary>
/// <param name="Bytes">Null when it could not be read.</param>
/// <param name="Limit">The unit's own limit in bytes (MemoryMax), else null.</param>
/// <param name="Unseen">Why, when <paramref name="Bytes"/> is null.</param>
public readonly record struct MemoryLook(long? Bytes, long? Limit, Reason Unseen);
