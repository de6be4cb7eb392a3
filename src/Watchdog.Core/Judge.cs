using System.Numerics;

namespace Watchdog.Core;

/// <summary>Turns observations into what is remembered of a check, and that into verdicts.</summary>
public static class Judge
{
    private const byte LastFive = 0b1_1111;
    private const byte LastThree = 0b111;
    private const int UncorroboratedFactor = 2;

    /// <summary>The check after one more look.</summary>
    public static CheckState Advance(CheckPolicy policy, CheckState state, Observation seen, Moment now) => HighRule.Note(policy, seen.Look switch
    {
        Look.Passed => Passed(policy, state, seen),
        Look.Failed => Failed(policy, state, seen, now),
        _ => state with { UnknownSince = state.UnknownSince ?? now.Uptime, Reason = seen.Reason },
    }, seen);

    /// <summary>Failures in a row that a restart takes: where nothing but the looks speaks for a wedge, twice the threshold.</summary>
    public static int Needed(CheckPolicy policy, CheckState check) =>
        check.Diagnosis is { Meaning: Meaning.Uncorroborated } ? UncorroboratedFactor * policy.FailureThreshold : policy.FailureThreshold;

    /// <summary>Whether it fails now, in as long a row as makes it Unhealthy.</summary>
    public static bool IsRow(CheckPolicy policy, CheckState check, TimeSpan now) =>
        check.Failures >= policy.FailureThreshold && now - check.FailingSince >= policy.For;

    /// <summary>The check as it stands.</summary>
    public static Verdict Of(CheckState check)
    {
        if (check.Unhealthy) return Verdict.Unhealthy;
        if (check.Failures > 0 || check.Flapping || check.Degraded || check.AnsweredByAnother) return Verdict.Degraded;
        if (check.UnknownSince is not null || check.Passes == 0) return Verdict.Unknown;
        return Verdict.Healthy;
    }

    /// <summary>The service as it stands: the worst of its checks and its unit.</summary>
    public static Verdict Of(ServicePolicy policy, ServiceState state)
    {
        if (state.Unit is not { } unit || state.Host?.Doubt is { Silences: true }) return Verdict.Unknown;
        if (unit.State == UnitState.Failed && unit.LastEnd != LastEnd.StopJob) return Verdict.Unhealthy;
        if (unit.State is UnitState.Inactive or UnitState.Failed or UnitState.NotFound) return Verdict.Unknown;

        // Between two crashes of a loop it passes every check: until the circuit closes, that is not well.
        var worst = unit.State == UnitState.Active && state.StormSince is null ? Verdict.Healthy : Verdict.Degraded;
        foreach (var check in policy.Checks)
        {
            var seen = state.Check(check.Name);
            if (!NothingToCompare(check, seen)) worst = Worse(worst, Of(seen));
        }

        return worst;
    }

    /// <summary>A counter that has been read once only says nothing yet, not even that it is unknown; one of several never will.</summary>
    private static bool NothingToCompare(CheckPolicy policy, CheckState check) => policy.Kind == CheckKind.AcceptLoop
        && (check is { Failures: 0, Passes: 0, UnknownSince: null } || (check is { Unhealthy: false, UnknownSince: not null } && check.Reason.Code == CounterRule.SeveralWorkers));

    /// <summary>Unhealthy before Degraded before Unknown before Healthy.</summary>
    private static Verdict Worse(Verdict a, Verdict b) => Rank(a) >= Rank(b) ? a : b;

    private static int Rank(Verdict verdict) => verdict switch
    {
        Verdict.Unhealthy => 3,
        Verdict.Degraded => 2,
        Verdict.Unknown => 1,
        _ => 0,
    };

    private static CheckState Passed(CheckPolicy policy, CheckState state, Observation seen)
    {
        if (!seen.Degraded && IsSteady(policy, state)) return state;

        var passes = Math.Min(state.Passes + 1, policy.SuccessThreshold);
        var unhealthy = state.Unhealthy && passes < policy.SuccessThreshold;
        var recent = (byte)((state.Recent << 1) & LastFive);
        return state with
        {
            EverPassed = true,
            Failures = 0,
            Passes = passes,
            Recent = recent,
            FailingSince = null,
            FailedAt = null,
            Unhealthy = unhealthy,
            Flapping = state.Flapping && BitOperations.PopCount(recent) > 1,
            Degraded = seen.Degraded,
            AlertOnly = false,
            UnknownSince = null,
            Reason = seen.Degraded ? seen.Reason : unhealthy ? state.Reason : default,
            Diagnosis = state.AnsweredByAnother ? state.Diagnosis : null,
        };
    }

    /// <summary>One more pass would make it what it is: so it is nearly always.</summary>
    private static bool IsSteady(CheckPolicy policy, CheckState state) =>
        state.Passes >= policy.SuccessThreshold && state is { Recent: 0, Unhealthy: false, Flapping: false, Degraded: false, UnknownSince: null };

    private static CheckState Failed(CheckPolicy policy, CheckState state, Observation seen, Moment now)
    {
        // A row is a row of one kind: an answer that no restart mends proves that the service lives, so it ends a row of real failures.
        var sameRow = state.Failures > 0 && state.AlertOnly == seen.AlertOnly;
        var failures = sameRow ? state.Failures + 1 : 1;
        var began = now.Uptime - seen.Took;
        var since = sameRow ? state.FailingSince ?? began : began;
        var recent = (byte)(((state.Recent << 1) | 1) & LastFive);
        var reached = failures >= policy.FailureThreshold && now.Uptime - since >= policy.For;
        var unhealthy = !seen.AlertOnly && (state.Unhealthy || reached);
        return state with
        {
            Failures = failures,
            Passes = 0,
            Recent = recent,
            FailingSince = since,
            FailedAt = now.Uptime,
            Unhealthy = unhealthy,
            Flapping = !unhealthy && (state.Flapping || (BitOperations.PopCount(recent) >= 3 && (recent & LastThree) != LastThree)),
            Degraded = false,
            AlertOnly = seen.AlertOnly,
            UnknownSince = null,
            Reason = seen.Reason,
        };
    }
}
