using Watchdog.Core;

namespace Watchdog.Managers.Launchd;

/// <summary>
/// Names the runs of a job that no look has seen running: in a crash loop each is over before anyone looks, and only launchd's count of them climbs. One that
/// was seen is named by its process, as everywhere.
/// </summary>
internal sealed class JobRuns
{
    private readonly Lock _naming = new();
    private long? _runs;
    private string _name = "";

    public UnitStatus Name(UnitStatus status, long? runs)
    {
        lock (_naming)
        {
            if (runs is null || status.State == UnitState.NotFound) return status;

            // Seen for the first time, it may be the run that was known before us; one that runs is named by its process.
            var isNew = _runs is { } known && known != runs;
            if (_runs is null || (isNew && status.MainPid > 0)) _name = "";
            else if (isNew) _name = $"run {runs}";
            _runs = runs;
            return _name.Length > 0 ? status with { Instance = _name } : status;
        }
    }
}
