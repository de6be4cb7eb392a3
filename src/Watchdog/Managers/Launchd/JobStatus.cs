using Watchdog.Core;

namespace Watchdog.Managers.Launchd;

/// <summary>launchd's words in the judgement's.</summary>
internal static class JobStatus
{
    /// <param name="job">As launchctl shows it.</param>
    /// <param name="print">The same as it was printed, for whatever is not known of it.</param>
    public static UnitLook Of(JobPrint job, string print)
    {
        if (job.State is not { } word) return UnitLook.NotSeen("launchd-format", $"launchctl print shows no state in a form that is known: {Words.Line(print.Trim(), 160)}");
        if (State(word, job) is not { } state) return UnitLook.NotSeen("launchd-state", $"launchctl print says \"state = {Words.Line(word, 80)}\", which is not known here");

        var runs = state == UnitState.Active;
        return UnitLook.Seen(new UnitStatus
        {
            State = state,
            SubState = SubState(word, state, job.LastEnd),
            MainPid = runs ? job.Pid ?? 0 : 0,
            Result = job.LastEnd.Result ?? "",
            LastEnd = runs ? LastEnd.None : job.LastEnd.ByWhom,
            // One that does not run is in a row with those before: launchd shows the end of the last only.
            EndBefore = job.Runs != 1 ? job.LastEnd.ByWhomBefore : LastEnd.None,
            TimeoutStop = job.ExitTimeout,
            TimeoutStart = job.MinimumRuntime,
            // kickstart has launchd's own SIGKILL after the time-out; there is nothing to cut short.
            TimeoutStopIsDefault = false,
        });
    }

    private static UnitState? State(string word, JobPrint job) => word switch
    {
        "running" => UnitState.Active,
        "spawning" or "xpcproxy" => UnitState.Activating,       // the latter in the middle of its exec
        "spawn scheduled" => UnitState.Activating,              // it waits for its throttle interval: launchd starts it again by itself
        "SIGTERMed" or "SIGKILLed" or "exiting" => UnitState.Deactivating,
        "spawn failed" => UnitState.Failed,
        "not running" or "waiting" or "exited" => job.LastEnd.Code == 0 || job.LastEnd.ByWhom == LastEnd.None ? UnitState.Inactive : UnitState.Failed,
        _ => null,
    };

    /// <summary>With the word by which the judgement knows a manager that restarts by itself.</summary>
    private static string SubState(string word, UnitState state, JobEnd end) => (word, state) switch
    {
        ("spawn scheduled", _) => end.Detail is { Length: > 0 } detail ? $"auto-restart, spawn scheduled after {detail}" : "auto-restart, spawn scheduled",
        (_, UnitState.Failed or UnitState.Inactive) => end.Detail is { Length: > 0 } detail ? $"{word}, {detail}" : word,
        _ => word,
    };
}
