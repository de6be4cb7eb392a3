using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>Where a service's state outlives us.</summary>
public interface IStateStore
{
    /// <summary>
    /// The last saved state, its times rebased to this boot, or null when there is none. A file that cannot be read is set aside and
    /// <see cref="SavedService.Problem"/> says so.
    /// </summary>
    SavedService Load(string service);

    /// <summary>Replaces it atomically. Falls back to the runtime directory when the state directory cannot be written. Never throws.</summary>
    SaveResult Save(string service, ServiceState state, IReadOnlyDictionary<string, CounterMemory> counters);
}

/// <summary>What was saved of a service.</summary>
/// <param name="State">Null when nothing was, or it could not be read.</param>
/// <param name="Counters">The last counter readings, by check: one-shot runs compare with them.</param>
/// <param name="Problem">What was wrong and where the file was put, or null.</param>
public sealed record SavedService(ServiceState? State, IReadOnlyDictionary<string, CounterMemory> Counters, string? Problem);

/// <summary>A counter as it was last seen.</summary>
/// <param name="Value">The number.</param>
/// <param name="Instance">The instance it belongs to.</param>
public sealed record CounterMemory(double Value, string Instance);

public enum SaveResult
{
    Saved,

    /// <summary>Only in the runtime directory: it survives us, but no reboot.</summary>
    SavedInRuntime,

    /// <summary>Only in memory.</summary>
    Lost,
}
