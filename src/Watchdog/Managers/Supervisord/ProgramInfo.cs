namespace Watchdog.Managers.Supervisord;

/// <summary>What supervisord tells of a program. Its times are whole seconds of its own wall clock.</summary>
/// <param name="State">STOPPED, STARTING, RUNNING, BACKOFF, STOPPING, EXITED, FATAL or UNKNOWN.</param>
/// <param name="Pid">0 where it does not run.</param>
/// <param name="Start">Of the last run; 0 where it has never run.</param>
/// <param name="Stop">The end of the last run that is over; 0 for none.</param>
/// <param name="Now">Of the answer.</param>
/// <param name="ExitStatus">Of the last run; -1 for a signal.</param>
/// <param name="SpawnError">Why the last run or attempt went wrong, in supervisord's words; empty when it did not, an expected exit included.</param>
internal sealed record ProgramInfo(string State, int Pid, long Start, long Stop, long Now, long ExitStatus, string SpawnError)
{
    /// <summary>How long it runs, or ran.</summary>
    public TimeSpan Age => TimeSpan.FromSeconds(Math.Max(0, Now - Start));

    /// <summary>Of <c>supervisor.getProcessInfo</c>; null for whatever else it is.</summary>
    public static ProgramInfo? Of(object? value)
    {
        if (value is not Dictionary<string, object> info) return null;
        if (info.GetValueOrDefault("statename") is not string state || info.GetValueOrDefault("pid") is not long pid || pid is < 0 or > int.MaxValue) return null;
        if (info.GetValueOrDefault("start") is not long start || info.GetValueOrDefault("now") is not long now) return null;

        return new ProgramInfo(
            state, (int)pid, start, info.GetValueOrDefault("stop") as long? ?? 0, now, info.GetValueOrDefault("exitstatus") as long? ?? 0, info.GetValueOrDefault("spawnerr") as string ?? "");
    }
}
