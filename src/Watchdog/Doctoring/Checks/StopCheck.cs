using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether it ends in time, and all of it.</summary>
internal static class StopCheck
{
    /// <summary>How long a hang may keep a service down after it was decided to restart it; a person who waits for a page has gone by then.</summary>
    public static readonly TimeSpan OutageGoal = TimeSpan.FromSeconds(60);

    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { } unit) yield break;

        // Where nobody chose the time, killAfter cuts it short for a process that hangs.
        var isCut = unit.Status is { TimeoutStopIsDefault: true, MayBeKilled: true } && facts.Service.Policy.KillAfter is not null;
        if (!isCut && !(unit.Status.TimeoutStop <= OutageGoal))
        {
            var time = unit.Status.TimeoutStop is { } stop ? Words.Span(stop) : "as long as it takes";
            yield return Finding.Warning(
                "stop-timeout", $"a process that hangs is given {time} to end (TimeoutStopSec), and is down that long at a restart; {Words.Span(OutageGoal)} is what an outage should take at most",
                unit.Set("Service", "TimeoutStopSec=20s"));
        }

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
