namespace Watchdog.Core;

/// <summary>Tells of each bad end of a run by its name, once: whether its manager starts it again by itself or gives up.</summary>
internal static class EndRules
{
    internal const string OomKill = "oom-kill";

    /// <param name="turn">With the manager's word taken in.</param>
    /// <param name="status">That word.</param>
    public static void Tell(Turn turn, UnitStatus status)
    {
        TellKills(turn, status);
        if (Name(turn, status) is not { } name) return;

        // A start is refused after the end of a run, which was told before and is not told again.
        var end = $"{status.Instance} {name}";
        if (turn.State.ToldEnd == end || turn.State.ToldEnd == $"{status.Instance} {StartLimitRule.Hit}") return;

        // In a crash loop that was told as a storm, each further end of the same kind is no news.
        var isNews = turn.State.StormSince is null || !turn.State.ToldEnd.EndsWith($" {name}", StringComparison.Ordinal);
        turn.State = turn.State with { ToldEnd = end };
        if (!isNews) return;

        turn.Decide(new Alert(AlertLevel.Warning, new Reason(name, Sentence(name))));
    }

    /// <summary>The result of an end that nobody asked for; null where there is none.</summary>
    private static string? Name(Turn turn, UnitStatus status)
    {
        if (status.Result is "" or "success" || status.Instance.Length == 0) return null;
        if (!EndedByItself(status) || turn.State.Action is { Asked: true } action && action.Instance == status.Instance) return null;
        return WasRefused(turn, status) ? StartLimitRule.Hit : status.Result;
    }

    /// <summary>systemd never restarts by itself what was stopped by a job.</summary>
    private static bool EndedByItself(UnitStatus status) =>
        status is { State: UnitState.Failed, LastEnd: LastEnd.ByItself }
        || status.IsAutoRestarting;

    /// <summary>systemd leaves the last crash's result where its own restart is refused: it was counted, and nothing runs.</summary>
    private static bool WasRefused(Turn turn, UnitStatus status) =>
        status.State == UnitState.Failed && status.Instance == turn.State.Instance && status.AutoRestarts > turn.State.AutoRestarts
        && StartLimitRule.WouldRefuse(turn.State, turn.Now);

    /// <summary>While it goes on: an end has its own name.</summary>
    private static void TellKills(Turn turn, UnitStatus status)
    {
        if (status.OomKills is not { } kills || kills == turn.State.OomKills) return;

        var more = kills - turn.State.OomKills;
        turn.State = turn.State with { OomKills = kills };
        if (more <= 0 || status.State != UnitState.Active) return;

        turn.Decide(new Alert(AlertLevel.Warning, new Reason(OomKill, more == 1
            ? "the kernel killed a process of it for lack of memory (oom-kill); the unit goes on"
            : $"the kernel killed {more} processes of it for lack of memory (oom-kill); the unit goes on")));
    }

    private static string Sentence(string result) => result switch
    {
        OomKill => "the kernel killed it for lack of memory (oom-kill)",
        "core-dump" => "it crashed, and its core was dumped (core-dump)",
        "watchdog" => "it no longer told its manager that it is alive, and was aborted (watchdog)",
        StartLimitRule.Hit => "it was started too often in too short a time, and its manager starts it no more (start-limit-hit)",
        "exit-code" => "it ended with an exit code that means failure (exit-code)",
        "signal" => "it was ended by a signal (signal)",
        "timeout" => "it did not start, stop or end in the time that its manager gives it (timeout)",
        "protocol" => "it ended before it had said that it is ready (protocol)",
        "resources" => "its manager lacked what it takes to run it (resources)",
        _ => $"it ended badly ({result})",
    };
}
