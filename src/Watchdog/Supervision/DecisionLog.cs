using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>Says each decision in the log: transitions and decisions, never ticks.</summary>
internal static class DecisionLog
{
    public static void Write(ILogger log, string service, Decision decision)
    {
        switch (decision)
        {
            case Moved moved:
                Log.Moved(log, service, moved.From, moved.To, moved.Reason);
                break;
            case BeginAction { Reason.Code: UnitStatus.NotStarted } or Restart { Reason.Code: UnitStatus.NotStarted }:
                break;      // that it was started is said where it is done
            case BeginAction begin:
                Log.ActionBegun(log, service, begin.Intent, begin.Reason);
                break;
            case CallOff off:
                Log.ActionCalledOff(log, service, off.Reason);
                break;
            case Restart restart:
                Log.RestartOrdered(log, service, restart.Intent, restart.Reason);
                break;
            case NotActing not:
                Log.NotActing(log, service, not.Reason);
                break;
            case Started started:
                Log.InstanceStarted(log, service, started.Kind, started.Reason);
                break;
            case Alert { Level: AlertLevel.Info } alert:
                Log.AlertInfo(log, service, alert.Reason);
                break;
            case Alert { Level: AlertLevel.Warning } alert:
                Log.AlertWarning(log, service, alert.Reason);
                break;
            case Alert alert:
                Log.AlertCritical(log, service, alert.Reason);
                break;
        }
    }
}
