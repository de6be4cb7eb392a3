namespace Watchdog.Core;

/// <summary>What an observation does.</summary>
internal static class CheckRules
{
    public static bool Receive(Turn turn, Observation seen)
    {
        if (turn.Policy.Find(seen.Check) is not { } policy) return false;      // the configuration has changed since the probe began
        if (seen.Instance.Length > 0 && turn.State.Instance.Length > 0 && seen.Instance != turn.State.Instance) return false;   // of an earlier instance
        if (turn.State.Action is { Asked: true }) return false;                // the service is being restarted: it says nothing of either instance

        Put(turn, Judge.Advance(policy, turn.State.Check(seen.Check), Believable(turn, policy, seen), turn.At));
        return true;
    }

    /// <summary>Neither that a counter stands nor that it rises says anything where it may be another process's.</summary>
    private static Observation Believable(Turn turn, CheckPolicy policy, Observation seen)
    {
        var compares = policy.Kind == CheckKind.AcceptLoop && (seen.Look == Look.Passed || seen.Reason.Code == CounterRule.Flat);
        return compares && DiagnosisRules.HasWorkers(turn) ? CounterRule.OfWorkers(seen) : seen;
    }

    public static bool Climbs(Turn turn, TrendSeen seen)
    {
        if (turn.Policy.Find(seen.Check) is null) return false;

        Put(turn, turn.State.Check(seen.Check) with { Trend = seen.Sentence });
        return true;
    }

    /// <summary>Acts on the check that was just seen to fail; nothing waits for an edge, and nothing acts on old news.</summary>
    public static void Consider(Turn turn, Input input)
    {
        if (input is not Observed { Observation: { Look: Look.Failed, AlertOnly: false } seen }) return;
        if (turn.Policy.Find(seen.Check) is not { OnFailure: OnFailure.Restart } policy) return;
        if (turn.State.Check(seen.Check) is not { Unhealthy: true } check) return;

        ActionRules.Want(turn, Intent.RestartIfHung, seen.Check, policy.Hard, Failing(check));
    }

    /// <summary>Unhealthy it stays until it has passed often enough. But one pass proves that it serves somebody: the row that a restart takes begins anew.</summary>
    public static Reason? Against(Turn turn, string cause)
    {
        var check = turn.State.Check(cause);
        if (turn.Policy.Find(cause) is not { } policy || Judge.IsRow(policy, check, turn.Now)) return null;

        return new Reason("row-broken", $"{cause} has passed meanwhile, so it has to fail {Words.Times(policy.FailureThreshold)} in a row again");
    }

    /// <summary>A new instance starts with a clean slate.</summary>
    public static void Forget(Turn turn)
    {
        if (turn.State.Checks.Length > 0) turn.State = turn.State with { Checks = [] };
    }

    /// <summary>As it was, but that no failure of before is part of a row.</summary>
    public static CheckState Anew(CheckState check) => check with
    {
        Failures = 0,
        FailingSince = null,
        FailedAt = null,
        Unhealthy = false,
        Recent = 0,
        Flapping = false,
        AlertOnly = false,
        Diagnosis = check.AnsweredByAnother ? check.Diagnosis : null,
    };

    public static void Put(Turn turn, CheckState check)
    {
        var checks = turn.State.Checks;
        for (var i = 0; i < checks.Length; i++)
        {
            if (checks[i].Check != check.Check) continue;
            if (checks[i] != check) turn.State = turn.State with { Checks = checks.SetItem(i, check) };
            return;
        }

        turn.State = turn.State with { Checks = checks.Add(check) };
    }

    /// <summary><c>stopped: its process is stopped (SIGSTOP, or a debugger); no answer in 10 s (liveness, 3 in a row)</c></summary>
    public static Reason Failing(CheckState check)
    {
        if (check.Failures == 0 && check is { AnsweredByAnother: true, Diagnosis: { } other }) return other.Reason;

        var row = $"{check.Reason.Sentence} ({check.Check}, {check.Failures} in a row)";
        return check.Diagnosis is { } made ? new Reason(made.Reason.Code, $"{made.Reason.Sentence}; {row}") : new Reason(check.Reason.Code, row);
    }
}
