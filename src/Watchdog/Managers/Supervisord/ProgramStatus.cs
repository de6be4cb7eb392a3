using Watchdog.Core;

namespace Watchdog.Managers.Supervisord;

/// <summary>supervisord's words in the judgement's. It counts no restarts, and does not tell whether it would restart what has exited.</summary>
internal static class ProgramStatus
{
    /// <summary>It starts again what has exited at its next turn, a second later at most: until then it cannot be told whether it will.</summary>
    private const int AgainWithin = 3;

    public static UnitLook Of(ProgramInfo info, ProgramTimes times)
    {
        if (State(info) is not { } seen) return UnitLook.NotSeen("supervisord-state", $"supervisord says that the program is {Words.Line(info.State)}, by which nothing can be told");

        return UnitLook.Seen(seen with
        {
            // Its SIGKILL comes by itself, so that there is nothing to cut short.
            TimeoutStop = times.Stop,
            TimeoutStopIsDefault = false,
            TimeoutStart = times.Start,
            RestartStops = true,
        });
    }

    private static UnitStatus? State(ProgramInfo info) => info.State switch
    {
        "RUNNING" => new UnitStatus { State = UnitState.Active, SubState = "running", EndBefore = LastEnd.Unknown },
        "STARTING" => new UnitStatus { State = UnitState.Activating, SubState = "starting" },
        "STOPPING" => new UnitStatus { State = UnitState.Deactivating, SubState = "stopping" },
        "BACKOFF" => new UnitStatus { State = UnitState.Activating, SubState = $"auto-restart, backoff{Error(info)}", Result = "exit-code" },
        "FATAL" => new UnitStatus { State = UnitState.Failed, SubState = $"fatal{Error(info)}", LastEnd = LastEnd.ByItself, Result = "fatal" },
        "EXITED" when info.Stop > 0 && info.Now - info.Stop < AgainWithin => new UnitStatus { State = UnitState.Activating, SubState = $"auto-restart, exited a moment ago, {How(info)}", Result = Result(info) },
        "EXITED" => new UnitStatus
        {
            State = IsExpected(info) ? UnitState.Inactive : UnitState.Failed,
            SubState = $"exited, {How(info)}",
            LastEnd = LastEnd.ByItself,
            Result = Result(info),
        },
        "STOPPED" => new UnitStatus { State = UnitState.Inactive, SubState = info.Start == 0 ? "never started" : "stopped", LastEnd = LastEnd.StopJob },
        _ => null,
    };

    /// <summary>By its exitcodes, which may hold others than 0: only of one that is not among them it keeps a word.</summary>
    private static bool IsExpected(ProgramInfo info) => info.SpawnError.Length == 0;

    private static string Result(ProgramInfo info) => IsExpected(info) ? "success" : info.ExitStatus == -1 ? "signal" : "exit-code";

    private static string How(ProgramInfo info) => info.ExitStatus == -1 ? "by a signal" : $"exit code {info.ExitStatus}";

    private static string Error(ProgramInfo info) => info.SpawnError.Length > 0 ? $": {Words.Line(info.SpawnError, 160)}" : "";
}
