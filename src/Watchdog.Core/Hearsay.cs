namespace Watchdog.Core;

/// <summary>A main process that only a file of the service names.</summary>
public static class Hearsay
{
    /// <summary>Whether it is the service's own. A stale file may name a stranger: where its run has been answered for, it does not; a stranger has memory too.</summary>
    public static bool IsKnown(ServicePolicy policy, ServiceState state)
    {
        if (state.Unit is not { MainPidIsHearsay: true }) return true;

        foreach (var check in policy.Checks)
        {
            if (check.Kind != CheckKind.Memory && state.Check(check.Name).EverPassed) return true;
        }

        return false;
    }
}
