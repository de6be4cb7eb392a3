using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>Who ended a unit's last run: from the jobs that we heard of, else from the journal, which is asked once a run.</summary>
internal sealed class EndedRun(SystemdManager manager, string unit)
{
    private Told? _told;

    public async ValueTask<LastEnd> ByWhomAsync(UnitProperties properties, JobRecord jobs, CancellationToken cancel)
    {
        var state = UnitStatusReader.State(properties);
        if (state is not (UnitState.Failed or UnitState.Inactive)) return LastEnd.None;
        // With a job queued it is left alone in any case, and its end is about to change.
        if (properties.Job.Id != 0) return LastEnd.None;

        var endedAt = properties.Duration("InactiveEnterTimestampMonotonic") is { } at && at > TimeSpan.Zero ? at : (TimeSpan?)null;
        if (jobs.WhoEnded(endedAt) is { } heard) return heard;

        // systemd forgets an inactive unit, and its last run with it.
        var instance = UnitStatusReader.Instance(properties);
        if (instance.Length == 0) return state == UnitState.Failed ? LastEnd.Unknown : LastEnd.None;
        if (Volatile.Read(ref _told) is { } told && told.Instance == instance && told.EndedAt == endedAt) return told.By;

        var read = await manager.Journal.WhoEndedAsync(unit, instance, manager.Time, cancel).ConfigureAwait(false);
        if (read != LastEnd.Unknown) Volatile.Write(ref _told, new Told(instance, endedAt, read));
        return read;
    }

    private sealed record Told(string Instance, TimeSpan? EndedAt, LastEnd By);
}
