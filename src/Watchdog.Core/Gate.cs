namespace Watchdog.Core;

/// <summary>The startup gate: until every check has passed once on this instance, for a bounded time from the unit's own start.</summary>
public static class Gate
{
    /// <summary>Whether the service may still be starting.</summary>
    public static bool IsOpen(ServicePolicy policy, ServiceState state, TimeSpan now) =>
        now < Ends(policy, state) && !AllPassedOnce(policy, state);

    /// <summary>When it is over at the latest.</summary>
    public static TimeSpan Ends(ServicePolicy policy, ServiceState state) => state.StartedAt + policy.StartupGate;

    /// <summary>For people: how long it stays open at most.</summary>
    internal static string Left(ServicePolicy policy, ServiceState state, TimeSpan now) => Words.Span(Ends(policy, state) - now);

    /// <summary>A counter rides on another check's answer and needs two of them: it keeps no gate open.</summary>
    internal static bool AllPassedOnce(ServicePolicy policy, ServiceState state)
    {
        foreach (var check in policy.Checks)
        {
            if (check.Kind != CheckKind.AcceptLoop && !state.Check(check.Name).EverPassed) return false;
        }

        return true;
    }
}
