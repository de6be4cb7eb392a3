namespace Watchdog.Core;

/// <summary>When to see what is around a check, and what the answer changes.</summary>
internal static class DiagnosisRules
{
    /// <summary>What fails for long is looked into again this often; so is what could not be looked at.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    /// <summary>The same for somebody else who answers well. All processes of the machine are searched for him, and where he goes, a look fails and is looked into at once.</summary>
    private static readonly TimeSpan s_otherAgain = TimeSpan.FromMinutes(5);

    /// <summary>Something else that holds the unit's place is given this long to go before we ask again.</summary>
    private static readonly TimeSpan s_inTheWay = TimeSpan.FromSeconds(30);

    private static readonly Signals s_nothing = new();

    public const string InTheWayAlert = "not-ours/unit";

    /// <summary>Asks for a diagnosis where a look has failed, and for who answers there: once on each instance, and when it passes again. Not while an action is under way: the last look makes its own.</summary>
    public static void Ask(Turn turn, Input input)
    {
        if (input is not Observed { Observation: { Look: not Look.Unknown } seen } || turn.State.Action is not null) return;
        if (turn.Policy.Find(seen.Check) is not { Diagnosable: true } policy || turn.State.Unit is not { State: UnitState.Active or UnitState.Reloading }) return;

        var check = turn.State.Check(seen.Check);
        if (!IsDue(turn, policy, check)) return;

        CheckRules.Put(turn, check with { DiagnoseAt = turn.Now });
        turn.Decide(new Diagnose(seen.Check, OnlyListener: check.Failures == 0));
    }

    public static bool Receive(Turn turn, Diagnosed diagnosed)
    {
        if (turn.Policy.Find(diagnosed.Check) is null || diagnosed.Instance != turn.State.Instance || turn.State.Action is not null) return false;
        if (diagnosed.Signals is not { } signals) return false;

        Make(turn, diagnosed.Check, signals);
        return true;
    }

    /// <summary>Puts the diagnosis to its check.</summary>
    public static void Make(Turn turn, string name, Signals signals)
    {
        var check = turn.State.Check(name);

        if (check.AnsweredByAnother && signals.Listening == Listening.Unseen) return;       // takes nothing back of what was seen before

        check = check with { ListenerSeen = true, Holders = signals.Holders ?? check.Holders };
        if (signals != s_nothing)
        {
            var made = DiagnosisTable.Of(check.Failures > 0 ? check.Reason : default, signals);
            check = check with { Diagnosis = made is { } known ? new Diagnosis(known.Meaning, known.Reason, turn.Now) : null };
        }

        CheckRules.Put(turn, check);
    }

    /// <summary>Why a restart for this cause is not the answer, or not yet; null where it is.</summary>
    public static Reason? Against(Turn turn, string cause)
    {
        // Of another check it says nothing: that may well ask something else, which belongs to somebody else.
        if (FirstDiagnosable(turn.Policy) is { } first && turn.State.Check(first.Name) is { AnsweredByAnother: true, Diagnosis: { } not }) return not.Reason;
        if (turn.State.Check(cause) is { AnsweredByAnother: true, Diagnosis: { } its }) return its.Reason;

        if (turn.State.Check(cause) is not { Diagnosis: { } made } check || turn.Policy.Find(cause) is not { } policy) return null;
        return made.Meaning switch
        {
            Meaning.Overloaded => made.Reason,
            Meaning.PoolHeld when turn.Now - check.FailingSince < turn.Policy.PoolFullFor => made.Reason,
            Meaning.Uncorroborated when check.Failures < Judge.Needed(policy, check) => new Reason(
                made.Reason.Code, $"{made.Reason.Sentence}; nothing else speaks for a wedge, so it has to fail {Words.Times(Judge.Needed(policy, check))} in a row"),
            _ => null,
        };
    }

    /// <summary>A failed unit whose place somebody else holds would only fail again.</summary>
    public static Reason? InTheWay(Turn turn, Signals? signals)
    {
        if (signals is null || DiagnosisTable.Of(default, signals) is not { Meaning: Meaning.NotOurs } other)
        {
            turn.Clear(InTheWayAlert);
            return null;
        }

        turn.State = turn.State with { BackoffUntil = turn.Now + s_inTheWay };
        turn.Raise(AlertLevel.Critical, InTheWayAlert, other.Reason);
        return other.Reason;
    }

    /// <summary>Whether it is known, as far as it can be, who answers: that its checks pass is no proof while an orphan of the run before may be who passes them.</summary>
    public static bool ListenerSeen(Turn turn) =>
        FirstDiagnosable(turn.Policy) is not { } first || turn.State.Check(first.Name).ListenerSeen;

    /// <summary>Several processes answer in turn, each with a counter of its own: that one of them stands proves nothing.</summary>
    public static bool HasWorkers(Turn turn) => FirstDiagnosable(turn.Policy) is { } first && turn.State.Check(first.Name).Holders > 1;

    private static bool IsDue(Turn turn, CheckPolicy policy, CheckState check)
    {
        if (check.DiagnoseAt is not { } before) return check.Failures > 0 || policy == FirstDiagnosable(turn.Policy);
        if (IsBack(check)) return true;
        if (check.Failures > 0) return check.Failures <= Judge.Needed(policy, check) || turn.Now - before >= s_again;
        if (check.AnsweredByAnother) return turn.Now - before >= s_otherAgain;
        return !check.ListenerSeen && policy == FirstDiagnosable(turn.Policy) && turn.Now - before >= s_again;
    }

    /// <summary>The first pass after a failure: it may be another who answers now, in the place that the unit has left.</summary>
    private static bool IsBack(CheckState check) => check.Failures == 0 && (check.Recent & 0b11) == 0b10;

    /// <summary>Who answers is asked of one check only: they mostly ask the same place.</summary>
    private static CheckPolicy? FirstDiagnosable(ServicePolicy service)
    {
        foreach (var policy in service.Checks)
        {
            if (policy.Diagnosable) return policy;
        }

        return null;
    }
}
