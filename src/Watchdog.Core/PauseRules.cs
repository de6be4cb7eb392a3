namespace Watchdog.Core;

/// <summary>Pauses: each is independent of the others, and each has an end.</summary>
public static class PauseRules
{
    /// <summary>No pause is longer, whoever asks: what is forgotten must not stay unwatched.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>How long the owner of a lease has after our start to take it again.</summary>
    public static readonly TimeSpan OwnerComesBackWithin = TimeSpan.FromSeconds(30);

    /// <summary>How many may stand at once.</summary>
    public const int Most = 32;

    /// <summary>How the id of a drill's lease begins: whoever holds it stops and starts the service.</summary>
    public const string DrillId = "drill ";

    /// <summary>The id of the pause that keeps a stopped recovery from being begun again at once.</summary>
    public const string TaskStopId = "task-stop";

    internal const string OwnerGone = "pause-owner-gone";

    internal const string Over = "pause-over";

    /// <summary>For the start after a stop that was under way when its drill died.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(30);

    /// <summary>Whether somebody may ask for one of this length.</summary>
    public static bool IsLength(TimeSpan length) => length >= s_shortest && length <= Longest;

    /// <summary>When the last of them is over; null while none holds.</summary>
    public static TimeSpan? Until(ServiceState state, TimeSpan now)
    {
        TimeSpan? last = null;
        foreach (var pause in state.Pauses)
        {
            if (!pause.Lifted && pause.Until > now && !(pause.Until <= last)) last = pause.Until;
        }

        return last;
    }

    public static PauseState? Find(ServiceState state, string id)
    {
        foreach (var pause in state.Pauses)
        {
            if (pause.Id == id) return pause;
        }

        return null;
    }

    /// <summary>One that stands already under that id is renewed.</summary>
    internal static bool Set(Turn turn, PauseSet set)
    {
        var id = set.Id ?? "";
        var until = set.Until - turn.Now > Longest ? turn.Now + Longest : set.Until;
        if (until <= turn.Now) return false;        // over before we came to it

        var before = Find(turn.State, id);
        var lifted = before is { Lifted: true } && before.Until > turn.Now;
        if (before is null && turn.State.Pauses.Length >= Most) return false;

        var pause = new PauseState(set.Kind, id, set.Because, until, lifted);
        if (pause == before) return true;

        turn.State = turn.State with { Pauses = before is null ? turn.State.Pauses.Add(pause) : turn.State.Pauses.Replace(before, pause) };
        if (!lifted) turn.Because = Paused(pause, turn.Now);
        return true;
    }

    internal static bool End(Turn turn, PauseEnded ended)
    {
        var held = Until(turn.State, turn.Now) is not null;
        var left = turn.State.Pauses;
        foreach (var pause in left)
        {
            if (ended.Id is { } id && pause.Id != id) continue;
            if (ended.Id is null && pause.Lifted) continue;

            // A window that someone lifts would open again at the next look at the calendar.
            left = ended.Id is null && pause.Kind == PauseKind.Window ? left.Replace(pause, pause with { Lifted = true }) : left.Remove(pause);
        }

        if (left == turn.State.Pauses) return false;

        turn.State = turn.State with { Pauses = left };
        if (ended.OwnerGone)
        {
            turn.Decide(new Alert(AlertLevel.Warning, new Reason(OwnerGone, ended.Because)));
            TakeOver(turn, ended.Id);
        }

        if (held) OverIfLast(turn, ended.Because);
        return true;
    }

    internal static void Expire(Turn turn)
    {
        foreach (var pause in turn.State.Pauses)
        {
            if (pause.Until > turn.Now) continue;

            turn.State = turn.State with { Pauses = turn.State.Pauses.Remove(pause) };
            if (pause.Awaited) TakeOver(turn, pause.Id);
            if (pause.Lifted) continue;

            var (reason, alert) = RanOut(pause);
            if (alert is { } level) turn.Decide(new Alert(level, reason));
            OverIfLast(turn, reason.Sentence);
        }
    }

    /// <summary>A drill has died, maybe between its stop and its start: what it left down is ours to start, as if the stop had been ours.</summary>
    private static void TakeOver(Turn turn, string? id)
    {
        if (id?.StartsWith(DrillId, StringComparison.Ordinal) != true || turn.State.Unit is not { RestartStops: true } unit) return;

        turn.State = turn.State with { FailureCleared = true, StartExpectedUntil = turn.Now + (unit.TimeoutStop ?? UnitRules.StopTakes) + s_start };
    }

    /// <summary>We have started: nobody holds a lease until its owner says so again.</summary>
    internal static void AwaitOwners(Turn turn)
    {
        var soon = turn.Now + OwnerComesBackWithin;
        foreach (var pause in turn.State.Pauses)
        {
            if (pause.Kind != PauseKind.Lease || pause.Awaited || pause.Until <= turn.Now) continue;

            var awaited = pause with { Awaited = true, Until = pause.Until < soon ? pause.Until : soon };
            turn.State = turn.State with { Pauses = turn.State.Pauses.Replace(pause, awaited) };
        }
    }

    /// <summary><c>paused for 30 min: the disk is changed (anna)</c></summary>
    private static Reason Paused(PauseState pause, TimeSpan now) => new("paused", $"paused for {Words.Span(pause.Until - now)}: {pause.Because}");

    private static (Reason Reason, AlertLevel? Alert) RanOut(PauseState pause) => pause switch
    {
        { Kind: PauseKind.Window } => (new Reason(Over, $"the maintenance window is over: {pause.Because}"), null),
        { Kind: PauseKind.Timed } => (new Reason(Over, $"the pause ran out: {pause.Because}"), AlertLevel.Info),
        { Awaited: true } => (new Reason(OwnerGone, $"whoever held the pause did not come back after our start: {pause.Because}"), AlertLevel.Warning),
        _ => (new Reason(Over, $"the pause ran out before the command that it was held for had ended: {pause.Because}"), AlertLevel.Warning),
    };

    /// <summary>What was seen during maintenance is no part of a row: it is judged anew, by looks from now on.</summary>
    private static void OverIfLast(Turn turn, string because)
    {
        if (Until(turn.State, turn.Now) is not null) return;

        foreach (var check in turn.State.Checks) CheckRules.Put(turn, CheckRules.Anew(check));
        turn.State = turn.State with { NotActingCode = "", Trial = turn.State.Action is null ? null : turn.State.Trial };
        turn.Because = new Reason("resumed", because);
    }
}
