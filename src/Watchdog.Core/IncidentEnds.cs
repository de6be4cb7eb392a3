namespace Watchdog.Core;

/// <summary>When a story is over, and how.</summary>
internal static class IncidentEnds
{
    private const string Ineffective = "ineffective/";

    /// <summary>Null while it goes on.</summary>
    public static IncidentEvent? Of(ServicePolicy policy, ServiceState after, Incident? open)
    {
        if (open is null || after.Action is not null || after.Trial is not null) return null;
        if (open is { Told: false, Restarts: 0 }) return IncidentEvent.CalledOff;

        return after.Phase switch
        {
            Phase.Watching when !IsTroubled(policy, after, open) && !IsUnseen(policy, after) => IncidentEvent.Recovered,
            Phase.Stopped when !IsMissed(after) => IncidentEvent.Ended,
            _ => null,
        };
    }

    /// <summary>
    /// What stands in the way of an action, and failed actions, belong to the story in which they came: the next one tells of them again. (What stands
    /// by itself is taken back by who raised it.)
    /// </summary>
    public static ServiceState Forget(ServiceState after) => after.Alerted.IsEmpty ? after : after with { Alerted = after.Alerted.RemoveAll(IsOfAction) };

    private static bool IsOfAction(string alert) =>
        alert is ActionRules.RestartFailed or HoldRules.StartLimitAlert or HoldRules.EndActionAlert or DiagnosisRules.InTheWayAlert or Guards.ManagerAtWork;

    /// <summary>No check fails, and yet: one warns of something, or what was held is not well for long enough to be sure.</summary>
    private static bool IsTroubled(ServicePolicy policy, ServiceState after, Incident open)
    {
        foreach (var alert in after.Alerted)
        {
            var isHold = alert == HoldRules.StormAlert || alert.StartsWith(Ineffective, StringComparison.Ordinal);
            if (isHold ? open.Held : alert.IndexOf('/') is > 0 and var slash && policy.Find(alert[(slash + 1)..]) is not null) return true;
        }

        return false;
    }

    /// <summary>A check that is judged anew (a pause is over, the machine has slept) has not passed since: nothing says that it is well.</summary>
    private static bool IsUnseen(ServicePolicy policy, ServiceState after)
    {
        foreach (var check in after.Checks)
        {
            if (check is { Passes: 0, Failures: 0, UnknownSince: null } && policy.Find(check.Check) is not null) return true;
        }

        return false;
    }

    /// <summary>It is down, and not because someone wanted that, as far as we know.</summary>
    private static bool IsMissed(ServiceState after)
    {
        foreach (var alert in after.Alerted)
        {
            if (alert is AlertRules.WhoStoppedIt or AlertRules.EndedByItself or AlertRules.NotFound) return true;
        }

        return false;
    }
}
