namespace Watchdog.Core;

/// <summary>Alerts that are no trouble which stands and ends: what is news for a moment, and what is known otherwise.</summary>
internal static class IncidentNews
{
    /// <summary>
    /// The bad end of a run is told where nobody brings the service back: its manager's own restart is for the report until it is a storm, and an action or
    /// a hold tells of it itself.
    /// </summary>
    public static bool IsSilent(ServiceState before, ServiceState after, string code)
    {
        if (after.ToldEnd == before.ToldEnd || !after.ToldEnd.EndsWith($" {code}", StringComparison.Ordinal)) return false;

        return after.Unit is not { State: UnitState.Failed } || after.Phase is Phase.Acting or Phase.Holding or Phase.Paused;
    }

    /// <summary>It is over as it is told, or advice that would stand for ever.</summary>
    public static bool IsNote(ServiceState after, Alert alert) => alert.Reason.Code switch
    {
        HoldRules.EndAction => alert.Level == AlertLevel.Warning,
        EndRules.OomKill => after.Unit is { State: UnitState.Active },
        PauseRules.OwnerGone or PauseRules.Over => true,
        _ => false,
    };
}
