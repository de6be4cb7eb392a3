namespace Watchdog.Doctoring.Checks;

/// <summary>Whether it ends in time, and all of it.</summary>
internal static class StopCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { } unit) yield break;

        // Where nobody chose the time, killAfter cuts it short for a process that hangs.
        var isCut = unit.Status is { TimeoutStopIsDefault: true, MayBeKilled: true } && facts.Service.Policy.KillAfter is not null;
        if (!isCut && Outage.TooLong(unit.Status.TimeoutStop)) yield return Outage.Finding(unit.Status.TimeoutStop, "TimeoutStopSec", unit.Set("Service", "TimeoutStopSec=20s"));
        if (!unit.Status.MayBeKilled)
            yield return Finding.Warning("no-sigkill", "SendSIGKILL=no: a process that ignores SIGTERM survives its restart, beside the new one", unit.Set("Service", "SendSIGKILL=yes"));
        if (unit.KillMode is "process" or "none")
        {
            yield return Finding.Warning(
                "kill-mode", $"KillMode={unit.KillMode}: {(unit.KillMode == "none" ? "no process" : "only the main process")} is ended at a restart, and a child that lives on keeps the port",
                unit.Set("Service", "KillMode=mixed"));
        }
    }
}
