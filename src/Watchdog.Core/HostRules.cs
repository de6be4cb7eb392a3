namespace Watchdog.Core;

/// <summary>Together or alone: where many services are suspect at the moment of a decision, nothing is done for a while, and then one by one.</summary>
internal static class HostRules
{
    public const string Incident = "host-incident";

    /// <summary>Whoever waits for a turn that never comes acts on its own after this long: the time of 240 pauses.</summary>
    public static readonly TimeSpan TurnsAtMost = TimeSpan.FromHours(1);

    /// <summary>Why nothing is begun for this cause.</summary>
    public static Reason? Against(Turn turn, string cause) =>
        DoubtRules.Against(turn, cause) ?? (turn.State.Host?.Held is { } held && held.Until > turn.Now ? held.Why : null);

    /// <summary>Asked at the last look, when all else speaks for the action.</summary>
    public static Reason? Against(Turn turn, Crowd? crowd)
    {
        if (crowd is not { IsMany: true }) return null;

        var host = turn.State.Host ?? HostState.Clear;
        var since = host.Held?.Since ?? crowd.Since;
        var over = since + turn.Policy.CorrelatedHoldAtMost;
        if (turn.Now < over) return Hold(turn, host, since, over, $"{crowd.Suspect} of {crowd.Watched} services are suspect at once: taken for the host, or something they share; held until {Words.ClockAtMost(turn.At.Utc + (over - turn.Now))} at most");
        if (!crowd.Waits || turn.Now >= over + TurnsAtMost) return null;
        return Hold(turn, host, since, turn.Now + Crowd.Pause, $"{crowd.Suspect} of {crowd.Watched} services are still suspect, and another of them is restarted first");
    }

    /// <summary>All that failed is forgotten, and so is the hold; looks that began before count for nothing.</summary>
    public static bool JudgeAnew(Turn turn, Reason why)
    {
        foreach (var check in turn.State.Checks) CheckRules.Put(turn, CheckRules.Anew(check));
        turn.State = turn.State with { Host = (turn.State.Host ?? HostState.Clear) with { Held = null, CountsFrom = turn.Now }, NotActingCode = "" };
        turn.Because = why;
        return true;
    }

    /// <summary>The row that led to the action is no more: it was judged anew meanwhile.</summary>
    public static Reason? Anew(Turn turn, ActionState action) =>
        action.Intent == Intent.RestartIfHung && !turn.State.Check(action.Cause).Unhealthy
            ? new Reason("judged-anew", $"{action.Cause} is judged anew")
            : null;

    /// <summary>The hold that a failing check, or the failed unit, is under.</summary>
    public static Reason? Holding(Turn turn, string cause) =>
        cause == Cause.Unit || turn.State.Check(cause).Unhealthy ? Against(turn, cause) : null;

    /// <summary>It is well, or restarted: what held it is over for it.</summary>
    public static void Free(Turn turn)
    {
        if (turn.State.Host is { Held: not null } host) turn.State = turn.State with { Host = host with { Held = null } };
    }

    public static HostState Rebase(this HostState host, TimeSpan delta) => host with
    {
        Doubt = host.Doubt is { } doubt ? doubt with { Since = StateRebase.Move(doubt.Since, delta), Ended = StateRebase.Move(doubt.Ended, delta) } : null,
        Held = host.Held is { } held ? held with { Since = StateRebase.Move(held.Since, delta), Until = StateRebase.Move(held.Until, delta) } : null,
        CountsFrom = StateRebase.Move(host.CountsFrom, delta),
    };

    private static Reason Hold(Turn turn, HostState host, TimeSpan since, TimeSpan until, string sentence)
    {
        var why = new Reason(Incident, sentence);
        turn.State = turn.State with { Host = host with { Held = new HostHold(why, since, until) } };
        return why;
    }
}
