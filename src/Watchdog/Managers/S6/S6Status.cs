using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Managers.S6;

/// <summary>What <c>s6-svstat -o</c> says of the fields below, in the judgement's words. s6 counts no restarts.</summary>
internal static class S6Status
{
    public const string Fields = "up,wantedup,pid,exitcode,signal,paused";

    /// <summary>Ends of whoever is asked to end, and of a shell that passes such an end on.</summary>
    private static readonly string[] s_asked = ["SIGHUP", "SIGINT", "SIGKILL", "SIGTERM", "129", "130", "137", "143"];

    public static UnitLook Of(string said)
    {
        var fields = said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var up, var wanted, var pidText, var code, var signal, var paused]
            || !bool.TryParse(up, out var isUp) || !bool.TryParse(wanted, out var isWanted) || !bool.TryParse(paused, out var isPaused)
            || !int.TryParse(pidText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pid))
        {
            return UnitLook.NotSeen("s6-format", $"s6-svstat answers in a form that is not known: {Words.Line(said.Trim(), 160)}");
        }

        var (result, how) = isUp ? ("", "") : End(code, signal);
        var state = State(isUp, isWanted, isPaused);
        var isUnasked = state == UnitState.Inactive && !isUp && !IsAsked(code, signal);
        var word = isPaused ? "paused" : isUp ? "up" : "down";
        return UnitLook.Seen(new UnitStatus
        {
            State = isUnasked ? UnitState.Failed : state,
            SubState = state == UnitState.Activating ? $"auto-restart, down{how}" : $"{word}{how}",
            MainPid = state == UnitState.Active ? pid : 0,
            // With its code, which is all that there is to tell.
            Result = isUnasked ? how.TrimStart(',', ' ') : result,
            LastEnd = isUnasked ? LastEnd.Unknown : state == UnitState.Inactive ? LastEnd.StopJob : LastEnd.None,
            EndBefore = state == UnitState.Active ? LastEnd.Unknown : LastEnd.None,
            // Unless there is a file timeout-kill, s6 never gives up on a process that ignores SIGTERM: what ends that is ours to say.
            TimeoutStopIsDefault = true,
        });
    }

    private static UnitState State(bool isUp, bool isWanted, bool isPaused) => (isUp, isWanted, isPaused) switch
    {
        (_, _, true) => UnitState.Inactive,
        (true, true, _) => UnitState.Active,
        (true, false, _) => UnitState.Deactivating,
        (false, true, _) => UnitState.Activating,
        (false, false, _) => UnitState.Inactive,
    };

    /// <summary>Down and not wanted up is also what s6 gave up on (its finish ended with 125), or what was to run only once.</summary>
    private static bool IsAsked(string code, string signal) => code == "0" || s_asked.Contains(code == "-1" ? signal : code) || (code, signal) == ("-1", "NA");

    private static (string Result, string How) End(string code, string signal) => (code, signal) switch
    {
        ("0", _) => ("success", ", exit code 0"),
        ("-1", "NA") => ("", ""),
        ("-1", _) => ("signal", $", {Words.Line(signal, 20)}"),
        _ => ("exit-code", $", exit code {Words.Line(code, 20)}"),
    };
}
