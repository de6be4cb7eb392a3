using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>What the manager's word on the unit does: new instances, ends, and what is to be kept up.</summary>
internal static class UnitRules
{
    /// <summary>Longest that the ledger looks back, whatever the budget's window.</summary>
    private static readonly TimeSpan s_ledgerLeast = TimeSpan.FromDays(1);

    private const int LedgerMost = 200;

    /// <summary>Nobody starts a service by hand twice a minute; a crash loop does, whatever keeps it up.</summary>
    private static readonly TimeSpan s_shortRun = TimeSpan.FromMinutes(1);

    /// <summary>What a stop takes where nobody chose a time: systemd's DefaultTimeoutStopSec.</summary>
    internal static readonly TimeSpan StopTakes = TimeSpan.FromSeconds(90);

    /// <summary>Above what any stop takes that goes well, and above its manager's own patience.</summary>
    private static readonly TimeSpan s_stuck = TimeSpan.FromMinutes(5), s_above = TimeSpan.FromSeconds(30);

    private const string StopStuck = "stop-stuck";

    public static bool Receive(Turn turn, UnitStatus status)
    {
        if (turn.State.BlindSince is not null) turn.State = turn.State with { BlindSince = null };
        status = Overdue(turn, Recall(turn, status));
        if (status.Instance.Length > 0 && status.Instance != turn.State.Instance) NewInstance(turn, status);

        // TryRestart and ResetFailed set the count to 0: follow it down, so that the next rise is seen.
        if (status.AutoRestarts < turn.State.AutoRestarts) turn.State = turn.State with { AutoRestarts = status.AutoRestarts };
        if (status.State == UnitState.Active) turn.Clear(Guards.ManagerAtWork);
        if (turn.State.StoppingSince is null) turn.Clear(StopStuck);
        if (!Same(turn.State.Unit, status)) turn.State = turn.State with { Unit = status };
        EndRules.Tell(turn, status);
        return true;
    }

    public static bool Lost(Turn turn, Reason reason)
    {
        turn.State = turn.State with { Unit = null, BlindSince = turn.State.BlindSince ?? turn.Now };
        turn.Because = reason;
        return true;
    }

    /// <summary>A unit that has failed, and is meant to be up, is started; everyone else's will is respected.</summary>
    public static void Consider(Turn turn)
    {
        TellOfStuckStop(turn);
        if (turn.State.Unit is not { IsMissed: true } unit) return;

        ActionRules.Want(turn, Intent.EnsureUp, Cause.Unit, hard: true, HasFailed(unit));
    }

    public static Reason HasFailed(UnitStatus unit) => unit.IsDue
        ? new(UnitStatus.NotStarted, "it is not started yet")
        : new("unit-failed", $"the unit has failed ({(unit.Result.Length > 0 ? unit.Result : "no result given")}) and nobody stopped it");

    public static Reason NotThere(UnitStatus unit) => new("unit-not-found", unit.SubState switch
    {
        "" or "not-found" => "the manager knows no such unit",
        "masked" => "the unit is masked, so it cannot run",
        "not-loaded" => "its manager has not loaded it, so nothing keeps it up",
        _ => $"the unit's file cannot be used ({unit.SubState})",
    });

    public static void Record(Turn turn, LedgerEntry start)
    {
        var within = turn.Policy.Budget.Within > s_ledgerLeast ? turn.Policy.Budget.Within : s_ledgerLeast;
        var kept = turn.State.Ledger.RemoveAll(old => turn.Now - old.At >= within);
        while (kept.Length >= LedgerMost) kept = kept.RemoveAt(LeastMissed(kept));
        turn.State = turn.State with { Ledger = kept.Add(start) };
    }

    /// <summary>A full ledger forgets an operator's start first: what counts must not be pushed out of the budget's sight.</summary>
    private static int LeastMissed(ImmutableArray<LedgerEntry> ledger)
    {
        for (var i = 0; i < ledger.Length; i++)
        {
            if (!ledger[i].Counts) return i;
        }

        return 0;
    }

    /// <summary>
    /// An inactive unit whose failure we had cleared, or which we had stopped to start it, and which was not started after all, has still failed: its
    /// manager may have forgotten even its run.
    /// </summary>
    private static UnitStatus Recall(Turn turn, UnitStatus status)
    {
        var state = turn.State;
        if (!state.FailureCleared || status.Job is not null) return status;

        var stoppedByOther = status.LastEnd == LastEnd.StopJob && !status.RestartStops;
        var isDown = (status.State == UnitState.Inactive && !stoppedByOther) || status is { State: UnitState.Failed, LastEnd: LastEnd.Unknown, RestartStops: true };
        if (isDown && (status.Instance.Length == 0 || status.Instance == state.Instance))
        {
            return status with { State = UnitState.Failed, LastEnd = LastEnd.ByItself, Instance = state.Instance, Result = state.Unit?.Result ?? "" };
        }

        // Our stop may still be under way, or not have begun; what comes of it tells.
        var mayBeOurs = status.Instance == state.Instance
            && (status.State == UnitState.Deactivating || ((state.Trial is not null || state.StartExpectedUntil > turn.Now) && status is { RestartStops: true, State: UnitState.Active or UnitState.Reloading }));
        if (state.Action is null && !mayBeOurs) turn.State = state with { FailureCleared = false };
        return status;
    }

    /// <summary>A stop that its manager would wait for without end is none after the time that a stop has: what runs on is looked at, and restarted if it serves nobody.</summary>
    private static UnitStatus Overdue(Turn turn, UnitStatus status)
    {
        var known = status.Instance.Length == 0 || status.Instance == turn.State.Instance ? turn.State.StoppingSince : null;
        var since = status.State == UnitState.Deactivating ? known ?? turn.Now : (TimeSpan?)null;
        if (since != turn.State.StoppingSince) turn.State = turn.State with { StoppingSince = since };
        return status.StopNeverEnds && turn.Now - since >= StopTakes ? status with { State = UnitState.Active } : status;
    }

    /// <summary>Nothing is looked at while it stops, so nothing else would tell.</summary>
    private static void TellOfStuckStop(Turn turn)
    {
        if (turn.State is not { StoppingSince: { } since, Unit: { State: UnitState.Deactivating } unit } || PauseRules.Until(turn.State, turn.Now) is not null) return;

        var patience = unit.TimeoutStop + s_above is { } own && own > s_stuck ? own : s_stuck;
        if (turn.Now - since < patience) return;

        turn.Raise(
            AlertLevel.Warning, StopStuck,
            new Reason(StopStuck, $"it has been stopping for {Words.Span(turn.Now - since)} ({Guards.Word(unit)}), and its manager does not end that; it is not looked at meanwhile: end or start it by hand"));
    }

    private static void NewInstance(Turn turn, UnitStatus status)
    {
        var before = turn.State;
        if (before.Instance.Length > 0) Tell(turn, status, before);
        else if (status.StartedAt is { } at) Record(turn, new LedgerEntry(at, StartKind.Operator, ""));      // it counts for the manager's own limit

        CheckRules.Forget(turn);
        turn.Clear(HoldRules.StartLimitAlert);
        turn.Clear(HoldRules.EndActionAlert);
        turn.Clear(DiagnosisRules.InTheWayAlert);
        turn.State = turn.State with
        {
            Instance = status.Instance,
            StartedAt = status.StartedAt ?? turn.Now,
            AutoRestarts = status.AutoRestarts,
            OomKills = status.OomKills ?? 0,
            StartExpectedUntil = null,
            FailureCleared = false,
            HealthySince = null,
            NotActingCode = "",
        };
    }

    /// <summary>Whose doing the start was: ours, the manager's own after an end that nobody asked for, an operator's.</summary>
    private static void Tell(Turn turn, UnitStatus status, ServiceState before)
    {
        // Our own restart sets the count of automatic ones to 0: where it rises, its manager was faster, or came after us.
        var automatic = status.AutoRestarts > before.AutoRestarts;
        // Where its manager does not count, and somebody is at it, a short run is no crash.
        var uncounted = PauseRules.Until(before, turn.Now) is null
            && (status.EndBefore == LastEnd.ByItself || (status.EndBefore == LastEnd.Unknown && status.StartedAt - before.StartedAt < s_shortRun));

        // systemd counts a restart a moment before it makes it: seen just then, this one was counted with the one before.
        var counted = status.AutoRestarts > 0 && status.AutoRestarts == before.AutoRestarts && before.Unit is { IsAutoRestarting: true };
        var ours = before.Action is { Asked: true } || before.Trial?.InstanceBefore == before.Instance;

        // A signal that asks for a dump ends a process that has no handler for it, and its manager may be faster than our order.
        var bySignal = turn.Policy.Signal is not null && status.AutoRestarts == before.AutoRestarts + 1;
        if (ours && (!automatic || bySignal) && before.Trial is { } trial)
        {
            turn.Decide(new Started(StartKind.Ours, status.Instance, new Reason("restarted", $"our restart for {trial.Cause}")));
            return;     // counted when it was decided
        }

        var at = status.StartedAt ?? turn.Now;
        if (before.StartExpectedUntil > turn.Now)
        {
            Record(turn, new LedgerEntry(at, StartKind.Ours, "along"));
            turn.Decide(new Started(StartKind.Ours, status.Instance, new Reason("restarted-along", "another service's restart took it along")));
            return;
        }

        if (counted)
        {
            turn.Decide(new Started(StartKind.Automatic, status.Instance, new Reason("restarted-by-manager", "its manager restarted it after an end that nobody asked for")));
            return;
        }

        if (automatic || uncounted)
        {
            var count = automatic ? (int)Math.Min(status.AutoRestarts - before.AutoRestarts, LedgerMost) : 1;
            Record(turn, new LedgerEntry(at, StartKind.Automatic, "", count));
            turn.Decide(new Started(StartKind.Automatic, status.Instance, new Reason("restarted-by-manager", $"its manager restarted it {Words.Times(count)} after an end that nobody asked for")));
            HoldRules.OpenIfSpent(turn);
            return;
        }

        if (status.EndBefore == LastEnd.WithUs)
        {
            // Due, or counted by a run of ours that did not live to see it: it proves nothing of what did not help before.
            turn.Decide(new Started(StartKind.Ours, status.Instance, new Reason("started-with-us", "we started it: not counted")));
            return;
        }

        Record(turn, new LedgerEntry(at, StartKind.Operator, ""));
        turn.Decide(new Started(StartKind.Operator, status.Instance, new Reason("started-by-operator", "someone else started it: recorded, not counted")));

        // A person is at it and things have changed: what did not help before may help now.
        HoldRules.Absolve(turn);
        turn.State = turn.State with { Trial = null };
    }

    private static bool Same(UnitStatus? a, UnitStatus b) =>
        a is not null && a.RestartsAlong.SequenceEqual(b.RestartsAlong) && a with { RestartsAlong = b.RestartsAlong } == b;
}
