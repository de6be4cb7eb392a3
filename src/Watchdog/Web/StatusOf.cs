using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Web;

/// <summary>Puts a service's state into words and wall-clock times.</summary>
internal static class StatusOf
{
    /// <param name="service">As configured.</param>
    /// <param name="state">As it is, or was saved.</param>
    /// <param name="slots">For the latency of the last looks; empty when no daemon runs.</param>
    /// <param name="now">Turns monotonic times into wall-clock ones.</param>
    /// <param name="problem">What was wrong with what was saved, or null.</param>
    public static ServiceStatus Service(ServiceConfig service, ServiceState state, ImmutableArray<CheckSlot> slots, Moment now, string? problem = null)
    {
        return new ServiceStatus
        {
            Name = service.Name,
            Unit = service.Manager.KnownAs,
            Scope = Scope(service.Manager),
            Phase = state.Phase,
            Hold = state.Hold,
            Verdict = Judge.Of(service.Policy, state),
            Reason = state.PhaseReason,
            Since = At(state.PhaseSince, now),
            Instance = state.Instance,
            Checks = [.. service.Policy.Checks.Select(check => Check(state.Check(check.Name), slots))],
            Ledger = Ledger(service.Policy, state, now),
            StormSince = At(state.StormSince, now),
            PausedUntil = At(PauseRules.Until(state, now.Uptime), now),
            Pauses = [.. state.Pauses.Where(pause => !pause.Lifted && pause.Until > now.Uptime).Select(pause => new PauseStatus(pause.Kind, pause.Because, At(pause.Until, now)))],
            Task = Task(service.Policy, state, now),
            Evidence = state.Evidence,
            Problem = problem,
        };
    }

    private static ServiceTask? Task(ServicePolicy policy, ServiceState state, Moment now) => Recovery.Of(policy, state, now.Uptime) is { } recovery
        ? new(TaskId.Of(policy.Name, recovery.Epoch), policy.Name, recovery.Step, At(recovery.Since, now), At(recovery.Until, now), state.PhaseReason)
        : null;

    private static CheckStatus Check(CheckState check, ImmutableArray<CheckSlot> slots)
    {
        var took = slots.FirstOrDefault(slot => slot.Tells(check.Check))?.LastTook;
        return new CheckStatus(check.Check, Judge.Of(check), check.Reason == default ? null : check.Reason, took?.TotalMilliseconds, check.Failures);
    }

    private static LedgerStatus Ledger(ServicePolicy policy, ServiceState state, Moment now) => new(
        StormRule.Count(policy.Budget, state.Ledger, state.RearmedAt, now.Uptime),
        policy.Budget.Restarts,
        policy.Budget.Within,
        state.BackoffUntil > now.Uptime ? At(state.BackoffUntil, now) : null);

    private static string Scope(ManagerConfig manager) => manager is SystemdConfig systemd ? systemd.Scope == SystemdScope.User ? "user" : "system" : manager.Key;

    private static DateTimeOffset? At(TimeSpan? uptime, Moment now) => uptime is { } at ? At(at, now) : null;

    private static DateTimeOffset At(TimeSpan uptime, Moment now) => now.Utc + (uptime - now.Uptime);
}
