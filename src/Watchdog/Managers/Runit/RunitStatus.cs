using System.Globalization;
using System.Text.RegularExpressions;
using Watchdog.Core;

namespace Watchdog.Managers.Runit;

/// <summary>
/// What <c>sv status</c> says, in the judgement's words: <c>run: /etc/service/web: (pid 123) 6s, got TERM; log: …</c>. runit counts no restarts and notes no exit
/// code; whether someone wants the service down is all it knows of who ended it.
/// </summary>
internal static partial class RunitStatus
{
    public static UnitLook Of(string said)
    {
        var line = said.Split('\n', ';')[0].Trim();
        if (Form().Match(line) is not { Success: true } found) return Unseen(line);

        var flags = found.Groups["flags"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var pid = found.Groups["pid"] is { Success: true, ValueSpan: var digits } && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var (state, word, end) = State(found.Groups["state"].Value, flags);

        // runsv sends TERM for a restart and goes on; for a stop, it also wants it down.
        var isRestarting = state == UnitState.Deactivating && !flags.Contains("want down");
        return UnitLook.Seen(new UnitStatus
        {
            State = state,
            SubState = flags.Length == 0 ? word : $"{word}, {string.Join(", ", flags)}",
            MainPid = state == UnitState.Active || isRestarting ? pid : 0,
            StopNeverEnds = isRestarting,
            LastEnd = end,
            EndBefore = state == UnitState.Active ? LastEnd.Unknown : LastEnd.None,
            // runit itself never gives up on a process that ignores SIGTERM: what ends that is ours to say.
            TimeoutStopIsDefault = true,
        });
    }

    private static (UnitState State, string Word, LastEnd End) State(string word, string[] flags) => word switch
    {
        _ when flags.Contains("paused") => (UnitState.Inactive, word, LastEnd.StopJob),
        // Without TERM, someone only wants it to be the last run (sv once).
        "run" when flags.Contains("got TERM") => (UnitState.Deactivating, word, LastEnd.None),
        "run" => (UnitState.Active, word, LastEnd.None),
        "finish" => (UnitState.Activating, "auto-restart, finish", LastEnd.None),
        _ when flags.Contains("want up") => (UnitState.Activating, "auto-restart, down", LastEnd.None),
        _ => (UnitState.Inactive, word, LastEnd.StopJob),
    };

    private static UnitLook Unseen(string line) => line switch
    {
        _ when line.Contains("access denied", StringComparison.Ordinal) => UnitLook.NotSeen(
            "access-denied", $"runit does not let us look: {Words.Line(line, 160)}; run as the owner of its supervise directory, mostly root"),
        _ when line.Contains("unable to change to service directory: file does not exist", StringComparison.Ordinal) =>
            UnitLook.Seen(new UnitStatus { State = UnitState.NotFound, SubState = "not-found" }),
        _ when line.EndsWith("runsv not running", StringComparison.Ordinal) || line.EndsWith("unable to open supervise/ok: file does not exist", StringComparison.Ordinal) =>
            UnitLook.NotSeen("not-supervised", $"sv says: {Words.Line(line, 160)}; is it in the folder that runsvdir runs?"),
        "" => UnitLook.NotSeen("runit-silent", "sv says nothing"),
        _ => UnitLook.NotSeen("runit-unseen", $"sv says: {Words.Line(line, 160)}; is runsv running for it (runsvdir)?"),
    };

    [GeneratedRegex(@"\A(?<state>run|down|finish): (?<dir>.+?): (\(pid (?<pid>[0-9]{1,10})\) )?[0-9]+s(?:, (?<flags>.*))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
