namespace Watchdog.Core;

/// <summary>The way of one action: wanted, begun, looked at once more, counted and ordered, ended.</summary>
internal static class ActionRules
{
    /// <summary>No echo for this long means that whoever acted is gone. Above every deadline that the managers have.</summary>
    public static readonly TimeSpan Lost = TimeSpan.FromMinutes(30);

    /// <summary>A unit that has failed calls for a start at once, and again: what stands in the way is given some time. (A check paces itself.)</summary>
    private static readonly TimeSpan AfterDisplaced = TimeSpan.FromSeconds(5);

    /// <summary>What SIGTERM has at least before SIGKILL comes: a process that was merely stopped ends by it.</summary>
    private static readonly TimeSpan s_term = TimeSpan.FromSeconds(5);

    internal const string RestartFailed = "restart-failed";

    /// <summary>Something calls for an action: begin it, or say why not.</summary>
    public static void Want(Turn turn, Intent intent, string cause, bool hard, Reason why)
    {
        if (turn.State.Action is not null) return;
        if (Guards.Against(turn, intent, cause, hard) is { } guard)
        {
            turn.Refrain(cause, guard);
            return;
        }

        var epoch = turn.State.Epoch + 1;
        turn.State = turn.State with
        {
            Epoch = epoch,
            Action = new ActionState(intent, cause, turn.State.Instance, turn.Now, Asked: false) { IsDue = why.Code == UnitStatus.NotStarted },
            NotActingCode = "",
        };
        turn.Because = why;
        turn.Decide(new BeginAction(epoch, intent, intent == Intent.EnsureUp ? null : cause, why) { AskBusy = BusyRules.Asks(turn, cause) });
    }

    /// <summary>The last look: everything that may have changed since the decision calls the action off.</summary>
    public static bool LastLook(Turn turn, LastLookEnded look)
    {
        if (look.Epoch != turn.State.Epoch || turn.State.Action is not { Asked: false } action) return false;

        if (look.Status is { } status) UnitRules.Receive(turn, status);
        else UnitRules.Lost(turn, new Reason("unit-unseen", "the manager could not be asked at the last look"));
        turn.State = turn.State with { Action = null, Evidence = look.Evidence ?? turn.State.Evidence };
        if (!look.Dependencies.IsDefault)
        {
            foreach (var dependency in look.Dependencies) DependencyRules.Receive(turn, dependency);
        }

        if (look.Check is { } seen && turn.Policy.Find(seen.Check) is { } policy && action.Instance == turn.State.Instance)
        {
            CheckRules.Put(turn, Judge.Advance(policy, turn.State.Check(seen.Check), seen, turn.At));
            if (look.Signals is { } signals && policy.Diagnosable) DiagnosisRules.Make(turn, seen.Check, signals);
        }

        BusyRules.Note(turn, action.Cause, look.Busy);
        if (Changed(turn, action, look) is { } reason)
        {
            turn.Because = reason;
            turn.Decide(new CallOff(look.Epoch, reason));
            return true;
        }

        if (turn.State.Unit is { IsDue: true } due) Start(turn, action, look.Epoch, due);
        else Order(turn, action, look);
        return true;
    }

    public static bool Ended(Turn turn, RestartEnded ended)
    {
        if (ended.Epoch != turn.State.Epoch || turn.State.Action is not { Asked: true } action) return false;

        turn.State = turn.State with { Action = null };
        turn.Because = ended.Outcome.Reason;
        switch (ended.Outcome.Result)
        {
            case RestartResult.Done:
                turn.Clear(RestartFailed);
                turn.State = turn.State with { Trial = turn.State.Trial is { } trial ? trial with { Carried = true } : null };
                break;
            case RestartResult.Displaced:
                Refund(turn);
                turn.State = turn.State with
                {
                    RestartsInRow = Math.Max(0, turn.State.RestartsInRow - 1),
                    BackoffUntil = action.Intent == Intent.EnsureUp ? turn.Now + AfterDisplaced : null,
                };
                break;
            case RestartResult.Denied or RestartResult.Refused:
                turn.Raise(AlertLevel.Critical, RestartFailed, ended.Outcome.Reason);
                Refund(turn);       // but asked again ever more rarely: the backoff stays
                break;
            case RestartResult.Failed:
                turn.Raise(AlertLevel.Critical, RestartFailed, ended.Outcome.Reason);
                TrialRules.Fail(turn, action.Cause, ended.Outcome.Reason);
                break;
            default:
                break;      // timed out or out of reach: it may still happen, and the unit will tell
        }

        return true;
    }

    public static bool Expect(Turn turn, StartExpected expected)
    {
        turn.State = turn.State with { StartExpectedUntil = expected.Until };
        return true;
    }

    /// <summary>
    /// We have just started. An action of the run before us was either not ordered yet, and is forgotten, or ordered and so counted: whether it was
    /// carried out is for the unit's instance to say. Old failures are no part of a new row.
    /// </summary>
    public static bool Resume(Turn turn)
    {
        DoubtRules.End(turn);       // that of the run before us; ours begins where we see a reason
        var state = turn.State;
        if (state.Action is not null) state = state with { Action = null, Epoch = state.Epoch + 1 };
        state = state with { Unit = null, BlindSince = null, NotActingCode = "" };
        turn.State = state with { Checks = state.Checks.RemoveAll(check => turn.Policy.Find(check.Check) is null) };
        foreach (var check in turn.State.Checks)
        {
            // The samples that its trend followed from are gone, and what it asks may be another thing since an edit.
            var anew = check with { Trend = null, Diagnosis = turn.Policy.Find(check.Check) is { Diagnosable: true } ? check.Diagnosis : null };
            var isFresh = turn.Now - check.FailedAt < StaleAfter(turn.Policy.Find(check.Check));
            CheckRules.Put(turn, isFresh ? anew : CheckRules.Anew(anew));
        }

        PauseRules.AwaitOwners(turn);

        return true;
    }

    /// <summary>One-shot runs are minutes apart; what lies further back is another story.</summary>
    private static TimeSpan StaleAfter(CheckPolicy? policy)
    {
        var four = (policy?.Interval ?? TimeSpan.Zero) * 4;
        var least = TimeSpan.FromMinutes(15);
        return four > least ? four : least;
    }

    private static Reason? Changed(Turn turn, ActionState action, LastLookEnded look)
    {
        if (look.Status is null) return new Reason("unit-unseen", "the manager cannot be asked any more");
        if (turn.State.Instance != action.Instance) return new Reason("new-instance", "somebody was faster: it is a new instance already");
        if (action.Intent == Intent.RestartIfHung)
        {
            if (turn.Policy.Find(action.Cause) is not { OnFailure: OnFailure.Restart }) return new Reason("not-configured", $"{action.Cause} no longer asks for a restart");
            if (look.Check is null) return new Reason("could-not-look", "the last look could not be taken");
            if (look.Check.Look == Look.Passed) return new Reason("passed-at-last-look", $"{look.Check.Check} passed at the last look");
            if (look.Check.Look == Look.Unknown) return new Reason("could-not-look", look.Check.Reason.ToString());
            if (look.Check.AlertOnly) return new Reason("restart-cannot-help", look.Check.Reason.ToString());
            if (look.Signals is { Listening: Listening.Other } && DiagnosisTable.Of(default, look.Signals) is { } another) return another.Reason;
        }

        if (action.Intent == Intent.EnsureUp && turn.State.Unit is not { LastEnd: LastEnd.ByItself or LastEnd.WithUs })
        {
            return new Reason("stopped", "it was stopped, or it cannot be told whether it was");
        }

        if (action.Intent == Intent.EnsureUp && DiagnosisRules.InTheWay(turn, look.Signals) is { } held) return held;

        // That none of them runs yet, or that all have ended while we were gone, is our own doing, and no sign of trouble with the host.
        var crowd = turn.State.Unit is { IsDue: true } or { EndBefore: LastEnd.WithUs, Result: "" } ? null : look.Crowd;
        return HostRules.Anew(turn, action) ?? Guards.Against(turn, action.Intent, action.Cause, IsHard(turn, action.Cause)) ?? HostRules.Against(turn, crowd);
    }

    /// <summary>The start of what has not failed spends nothing, and has nothing to prove.</summary>
    private static void Start(Turn turn, ActionState action, long epoch, UnitStatus due)
    {
        turn.State = turn.State with { Action = action with { Asked = true } };
        turn.Because = UnitRules.HasFailed(due);
        turn.Decide(new Restart(epoch, Intent.EnsureUp, turn.Because.Value) { Instance = action.Instance });
    }

    private static void Order(Turn turn, ActionState action, LastLookEnded look)
    {
        // A failed unit may be at its limit without saying so (its Result is that of the last crash), and one that is not loses nothing by it.
        var reset = StartLimitRule.WouldRefuse(turn.State, turn.Now) || action.Intent == Intent.EnsureUp;
        var inRow = turn.State.RestartsInRow + 1;
        HostRules.Free(turn);
        UnitRules.Record(turn, new LedgerEntry(turn.Now, StartKind.Ours, action.Cause));
        turn.State = turn.State with
        {
            Action = action with { Asked = true },
            Trial = new TrialState(action.Cause, action.Instance, turn.Now, Epoch: look.Epoch),
            FailureCleared = action.Intent == Intent.EnsureUp || turn.State.Unit is { RestartStops: true },
            RestartsInRow = inRow,
            BackoffUntil = turn.Now + BackoffRule.After(turn.Policy.Backoff, inRow, turn.Policy.Name, look.Epoch),
            HealthySince = null,
        };
        var reason = look.Check is { } seen ? CheckRules.Failing(turn.State.Check(seen.Check)) : UnitRules.HasFailed(turn.State.Unit!);
        reason = BusyRules.Interrupting(turn, action.Cause, reason);
        turn.State = turn.State with { Busy = null };
        turn.Because = reason;
        turn.Decide(new Restart(look.Epoch, action.Intent, reason)
        {
            Instance = action.Instance,
            ResetFailedFirst = reset,
            Signal = action.Intent == Intent.RestartIfHung && Hearsay.IsKnown(turn.Policy, turn.State) ? turn.Policy.Signal : null,
            KillAfter = MayKill(turn, action, look) ? KillAfter(turn, action.Cause) : null,
        });
    }

    /// <summary>A frozen process ignores SIGTERM for the whole TimeoutStopSec; only that, and only where nobody chose it, is cut short.</summary>
    private static bool MayKill(Turn turn, ActionState action, LastLookEnded look) =>
        IsHard(turn, action.Cause)
        && look.Check is { } seen && DiagnosisTable.IsTimeout(seen.Reason)
        && turn.State.Unit is { TimeoutStopIsDefault: true, MayBeKilled: true };

    /// <summary>Where a second signal says that it serves nobody, the time counts from the first look that failed; SIGTERM has 5 s all the same.</summary>
    private static TimeSpan? KillAfter(Turn turn, string cause)
    {
        var check = turn.State.Check(cause);
        if (turn.Policy.KillAfter is not { } after || check is not { Diagnosis.Meaning: Meaning.Wedged, FailingSince: { } since }) return turn.Policy.KillAfter;

        var left = after - (turn.Now - since);
        var least = after < s_term ? after : s_term;
        return left > least ? left : least;
    }

    private static bool IsHard(Turn turn, string cause) => cause == Cause.Unit || turn.Policy.Find(cause) is { Hard: true };

    /// <summary>Nothing was done: the ledger entry is taken back, and nothing is left to prove.</summary>
    private static void Refund(Turn turn)
    {
        var at = turn.State.Trial?.At;
        turn.State = turn.State with
        {
            Ledger = turn.State.Ledger.RemoveAll(start => start.Kind == StartKind.Ours && start.At == at),
            Trial = null,
        };
    }
}
