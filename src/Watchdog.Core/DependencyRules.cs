namespace Watchdog.Core;

/// <summary>
/// While something that it depends on is down, a service is not restarted for what that explains. When it is back, its dependents are not all restarted
/// at once: what failed is counted anew, and what still fails has its turn at a time of its own.
/// </summary>
public static class DependencyRules
{
    internal const string Back = "dependency-back";

    /// <summary>After a dependency's return: for pools and retries to find it again. Above the 45 s that three looks take.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromMinutes(1);

    /// <summary>Over this long the turns of its dependents are spread.</summary>
    private static readonly TimeSpan s_spread = TimeSpan.FromMinutes(3);

    /// <summary>Each failing look brings news. Where none came for this long, it is not known any more, and what is not known holds nobody.</summary>
    private static readonly TimeSpan s_stale = TimeSpan.FromMinutes(10);

    /// <summary>The same news again are no news for this long.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    private static readonly string[] s_silent = ["refused", "reset", "empty-reply", "incomplete-reply", "unreachable"];

    /// <summary>
    /// Why a service is of no use to those that depend on it. Null when it is, and when that cannot be known. One that has begun to fail counts as down:
    /// its dependents may reach their thresholds before it does.
    /// </summary>
    public static Reason? Down(ServicePolicy policy, ServiceState state, Moment now)
    {
        if (state.Unit is not { } unit) return null;
        if (unit.State is not (UnitState.Active or UnitState.Reloading)) return new Reason("not-active", $"its unit is {Guards.Word(unit)}");

        foreach (var check in policy.Checks)
        {
            var seen = state.Check(check.Name);
            if (check.Kind == CheckKind.Memory) continue;       // too large, and serving all the same
            if (!seen.Unhealthy && (seen.Failures == 0 || seen.AlertOnly)) continue;

            var since = seen.FailingSince is { } began ? $" since {Words.Clock(now.Utc - (now.Uptime - began))}" : "";
            return new Reason(seen.Unhealthy ? "unhealthy" : "failing", $"{(seen.Unhealthy ? "unhealthy" : "failing")}{since} ({check.Name}: {seen.Reason.Sentence})");
        }

        return Gate.IsOpen(policy, state, now.Uptime) ? new Reason("starting", "it is starting") : null;
    }

    /// <summary>Whether a failure may come from a dependency: not memory, nor a service that does not even answer.</summary>
    public static bool MayExplain(CheckPolicy policy, Reason why) => policy.Kind switch
    {
        CheckKind.Memory or CheckKind.AcceptLoop => false,
        CheckKind.Liveness => why.Code is { } code && !code.StartsWith("timeout", StringComparison.Ordinal) && !s_silent.Contains(code),
        _ => true,
    };

    internal static bool Receive(Turn turn, DependencySeen seen)
    {
        var all = turn.State.Dependencies;
        if (!turn.Policy.DependsOn.Contains(seen.Name)) return false;

        var known = Known(turn, seen.Name);
        if (seen.Down is { } down)
        {
            if (known is not null && known.Reason.Code == down.Code && turn.Now - known.SeenAt < s_fresh) return false;

            var news = new DependencyState(seen.Name, down, turn.Now);
            turn.State = turn.State with { Dependencies = known is null ? all.Add(news) : all.Replace(known, news) };
            return true;
        }

        if (known is null) return false;

        turn.State = turn.State with { Dependencies = all.Remove(known) };
        if (turn.State.Dependencies.IsEmpty) StartAnew(turn, seen.Name);
        return true;
    }

    /// <summary>Why a restart for this cause waits; null where nothing that it depends on speaks against it.</summary>
    internal static Reason? Against(Turn turn, string cause)
    {
        if (!IsExplained(turn, cause)) return null;
        if (Holding(turn, cause) is { } held) return held;
        if (turn.State.DependencyBackAt is not { } back) return null;

        var left = back + s_settle + (s_spread * StableHash.Unit(turn.Policy.Name, 0)) - turn.Now;
        return left <= TimeSpan.Zero ? null : new Reason(
            Back, $"what it depends on is back, and its dependents are restarted one after another: {Words.Span(left)} until its turn");
    }

    /// <summary>On whom it waits.</summary>
    internal static Reason? Holding(Turn turn, string cause)
    {
        if (turn.State.Dependencies.IsEmpty || !IsExplained(turn, cause)) return null;

        foreach (var down in turn.State.Dependencies)
        {
            if (turn.Now - down.SeenAt < s_stale) return new Reason("dependency", $"waits for {down.Name}: {down.Reason.Sentence}");
        }

        return null;
    }

    /// <summary>Nothing fails that it could explain: what it depends on is not looked at any more.</summary>
    internal static void Settle(Turn turn, Input input)
    {
        // News come just before the look that they are about: only a look that passed ends a story.
        if (input is not Observed { Observation.Look: Look.Passed }) return;
        if (turn.State is { Dependencies.IsEmpty: true, DependencyBackAt: null }) return;

        foreach (var check in turn.State.Checks)
        {
            if ((check.Failures > 0 || check.Unhealthy) && turn.Policy.Find(check.Check) is { Kind: not CheckKind.Memory }) return;
        }

        turn.State = turn.State with { Dependencies = [], DependencyBackAt = null };
    }

    /// <summary>A service that serves nobody is not explained by what it depends on, though the check that tells be a soft one.</summary>
    private static bool IsExplained(Turn turn, string cause) =>
        turn.State.Check(cause) is var check && turn.Policy.Find(cause) is { } policy
        && MayExplain(policy, check.Reason) && check.Diagnosis is not { Meaning: Meaning.Wedged };

    /// <summary>What failed before failed for another reason: its last look is the first of a new row.</summary>
    private static void StartAnew(Turn turn, string name)
    {
        turn.State = turn.State with { DependencyBackAt = turn.Now, NotActingCode = "" };
        turn.Because = new Reason(Back, $"{name} is back: what fails is counted anew");
        foreach (var check in turn.State.Checks)
        {
            if (check is { Failures: 0, Unhealthy: false } || !IsExplained(turn, check.Check)) continue;

            CheckRules.Put(turn, check with
            {
                Failures = Math.Min(1, check.Failures),
                Recent = 1,
                FailingSince = turn.Now,
                FailedAt = turn.Now,
                Unhealthy = false,
                Flapping = false,
            });
        }
    }

    private static DependencyState? Known(Turn turn, string name)
    {
        foreach (var down in turn.State.Dependencies)
        {
            if (down.Name == name) return down;
        }

        return null;
    }
}
