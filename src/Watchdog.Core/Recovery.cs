namespace Watchdog.Core;

/// <summary>
/// A recovery that is under way, or waits for its moment; as follows from the state. One that is held until somebody acts (a storm, restarts that do not help)
/// is none.
/// </summary>
/// <param name="Epoch">Of its action; of one that waits, the number of the next.</param>
/// <param name="Step">In plain words: <c>looking once more</c>.</param>
/// <param name="Since">When this step began, monotonic.</param>
/// <param name="Until">When it is over at the latest, as far as that is known; null where it is not.</param>
public sealed record Recovery(long Epoch, string Step, TimeSpan Since, TimeSpan? Until)
{
    /// <summary>The code of the alert that its restart has helped.</summary>
    public const string Recovered = "recovered";

    /// <summary>Whether it can still be called off: afterwards it is carried out to its end.</summary>
    public required bool IsOrdered { get; init; }

    /// <returns>Null when none is under way and none waits.</returns>
    public static Recovery? Of(ServicePolicy policy, ServiceState state, TimeSpan now)
    {
        var recovery = state.Action is { } action ? Acting(policy, state, action)
            : PauseRules.Until(state, now) is not null ? null       // nothing is proven, and nothing waits for anything but its end
            : state.Trial is { } trial ? Verifying(policy, state, trial)
            : Waiting(policy, state, now);

        // What has passed its time is late: there is nothing to tell by when.
        return recovery is { Until: { } until } && until <= now ? recovery with { Until = null } : recovery;
    }

    private static Recovery Acting(ServicePolicy policy, ServiceState state, ActionState action)
    {
        if (action.Asked) return new(state.Epoch, "ordered", state.Trial?.At ?? action.Since, null) { IsOrdered = true };      // its manager knows by when

        var until = policy.Find(action.Cause) is { } check ? action.Since + Cadence.LastDeadline(check, state.Check(action.Cause), null, action.Since) : (TimeSpan?)null;
        return new(state.Epoch, "looking once more", action.Since, until) { IsOrdered = false };
    }

    private static Recovery Verifying(ServicePolicy policy, ServiceState state, TrialState trial)
    {
        var until = state.Instance == trial.InstanceBefore ? trial.At + TrialRules.Patience
            : policy.Checks.IsEmpty ? state.StartedAt + TrialRules.ProvenByStanding
            : Gate.Ends(policy, state);
        return new(trial.Epoch > 0 ? trial.Epoch : state.Epoch, "verifying", trial.At, until) { IsOrdered = true };
    }

    private static Recovery? Waiting(ServicePolicy policy, ServiceState state, TimeSpan now)
    {
        var (step, since, until) = state.Hold switch
        {
            Hold.Busy => ("waiting for work in flight", state.Busy?.Since, state.Busy?.Since + policy.BusyAtMost),
            Hold.Dependency => ("waiting: dependency", state.PhaseSince, null),
            Hold.Host => ("waiting: held by the host", state.PhaseSince, state.Host?.Held?.Until),
            Hold.None when IsWaitingFor(state, HoldRules.Backoff) && state.BackoffUntil > now => ("waiting: backoff", state.PhaseSince, state.BackoffUntil),
            Hold.None when IsWaitingFor(state, DependencyRules.Back) => ("waiting: its turn after a dependency", state.PhaseSince, null),
            _ => ((string?)null, (TimeSpan?)null, (TimeSpan?)null),
        };
        return step is null ? null : new(state.Epoch + 1, step, since ?? state.PhaseSince, until) { IsOrdered = false };
    }

    private static bool IsWaitingFor(ServiceState state, string code) =>
        state.NotActingCode.Length > code.Length && state.NotActingCode[code.Length] == '/' && state.NotActingCode.StartsWith(code, StringComparison.Ordinal);
}
