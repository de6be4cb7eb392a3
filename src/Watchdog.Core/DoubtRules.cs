namespace Watchdog.Core;

/// <summary>Doubt about ourselves: what we see counts for nothing, in either direction, and actions wait; for a bounded time.</summary>
internal static class DoubtRules
{
    public const string Code = "self-doubt";

    /// <summary>A doubt that is back within this time goes on: one that comes and goes must not put its ceiling off for ever.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(2);

    /// <summary>The input as it may be judged: a look that cannot be trusted is one that could not be taken.</summary>
    public static Input Temper(ServiceState state, Input input, Moment now)
    {
        if (state.Host is not { } host) return input;

        return input switch
        {
            Observed { Observation: { Look: not Look.Unknown } seen } when Against(host, seen, now) is { } why => new Observed(Uncounted(seen, why)),
            LastLookEnded { Check: { Look: not Look.Unknown } seen } look when Against(host, seen, now) is { } why => look with { Check = Uncounted(seen, why) },
            _ => input,
        };
    }

    public static bool Receive(Turn turn, SelfDoubted told) => told.Why is { } why ? Begin(turn, why) : End(turn);

    /// <returns>False when none stood.</returns>
    public static bool End(Turn turn)
    {
        if (turn.State.Host is not { Doubt: { Stands: true } doubt } host) return false;

        turn.State = turn.State with { Host = host with { Doubt = doubt with { Ended = turn.Now }, CountsFrom = doubt.Spent ? host.CountsFrom : turn.Now } };
        return true;
    }

    /// <summary>Why nothing is done for this cause; null where there is no doubt, or one that has lasted too long for a service that is provably frozen.</summary>
    public static Reason? Against(Turn turn, string cause)
    {
        if (turn.State.Host?.Doubt is not { Stands: true } doubt) return null;

        return doubt.Spent && IsProven(turn, cause) ? null : doubt.Why;
    }

    /// <summary>By something else than our own looks: its manager's word, the kernel's refusal, or what is around it.</summary>
    private static bool IsProven(Turn turn, string cause)
    {
        if (cause == Cause.Unit) return true;
        return turn.Policy.Find(cause) is { Hard: true }
            && turn.State.Check(cause) is var check && (check.Diagnosis?.Meaning == Meaning.Wedged || check.Reason.Code == "refused");
    }

    public static TimeSpan? Due(ServicePolicy policy, HostState host) => host.Doubt is { Silences: true } doubt ? doubt.Since + policy.DoubtAtMost : null;

    public static void Expire(Turn turn)
    {
        if (turn.State.Host is not { Doubt: { Silences: true } doubt } host || turn.Now - doubt.Since < turn.Policy.DoubtAtMost) return;

        turn.State = turn.State with { Host = host with { Doubt = doubt with { Spent = true } } };
    }

    private static bool Begin(Turn turn, Reason why)
    {
        var host = turn.State.Host ?? HostState.Clear;
        if (host.Doubt is { Stands: true }) return false;

        var before = host.Doubt is { Ended: { } ended } && turn.Now - ended < s_again ? host.Doubt : null;
        turn.State = turn.State with { Host = host with { Doubt = new Doubt(why, before?.Since ?? turn.Now, Spent: before?.Spent ?? false) } };
        return true;
    }

    private static Reason? Against(HostState host, Observation seen, Moment now)
    {
        if (host.Doubt is { Silences: true } doubt) return doubt.Why;
        return now.Uptime - seen.Took < host.CountsFrom ? new Reason(Code, "the look began before we could be sure of ourselves") : null;
    }

    private static Observation Uncounted(Observation seen, Reason why) => seen with { Look = Look.Unknown, Reason = why, AlertOnly = false, Degraded = false };
}
