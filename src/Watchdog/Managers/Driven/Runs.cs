using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers.Driven;

/// <summary>Names the runs of a service whose manager has no name for them: by the process id and its start, since ids are given away again.</summary>
internal sealed class Runs(TimeProvider time)
{
    private volatile UnitStatus? _last;

    /// <summary>At the last look. Apart from the run, which has no name where we have never seen it.</summary>
    private volatile bool _wasAutoRestarting;

    /// <summary>A run that is over keeps the name that it had.</summary>
    public UnitStatus Name(UnitStatus status)
    {
        if (status.Instance.Length == 0) status = status.MainPid > 0 ? OfProcess(status) : OfLast(status);

        // Its manager was seen at it.
        if (status.EndBefore == LastEnd.Unknown && _wasAutoRestarting && _last?.Instance != status.Instance) status = status with { EndBefore = LastEnd.ByItself };
        _wasAutoRestarting = status.IsAutoRestarting;
        if (status.Instance.Length > 0) _last = status;
        return status;
    }

    private UnitStatus OfProcess(UnitStatus status)
    {
        if (ProcessIdentity.OfLiving(status.MainPid) is { } process)
            return status with { Instance = process.ToString(), StartedAt = status.StartedAt ?? process.StartedAt(time) };

        // Its manager was asked a moment ago, and has not taken note yet; what only we cannot see is another matter.
        return Processes.Lives(status.MainPid)
            ? status with { Instance = $"{status.MainPid}" }
            : OfLast(status with { State = UnitState.Deactivating, SubState = $"pid {status.MainPid} has just ended", MainPid = 0 });
    }

    private UnitStatus OfLast(UnitStatus status) => _last is { } last ? status with { Instance = last.Instance, StartedAt = last.StartedAt } : status;
}
