using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>systemd's own watchdog: whether the service feeds it, and whether there are two then.</summary>
internal static class NotifyCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { Watchdog: { } period } unit) yield break;

        if (IsNeverFed(unit, period))
        {
            yield return Finding.Broken(
                "watchdog-never-fed", $"WatchdogSec={Words.Span(period)}, and the service never tells systemd that it is alive: systemd kills it every {Words.Span(period)}", $"{unit.Set("Service", "WatchdogSec=0")}; it holds from the next start on");
        }
        else
        {
            yield return Finding.Warning(
                "two-watchdogs", $"systemd watches it as well (WatchdogSec={Words.Span(period)}): either may restart it, and both count against the same limit", $"keep one: {unit.Set("Service", "WatchdogSec=0")}; it holds from the next start on");
        }
    }

    /// <summary>A service notifies twice a period (sd_watchdog_enabled(3)); one that says nothing at its start (any Type but notify) most likely never does.</summary>
    private static bool IsNeverFed(UnitSettings unit, TimeSpan period)
    {
        if (unit.NotifyAccess == "none") return true;
        if (unit.HasNotified) return false;
        return unit.Status.Result == "watchdog" || !unit.Type.StartsWith("notify", StringComparison.Ordinal) || unit.ActiveFor > period / 2;
    }
}
