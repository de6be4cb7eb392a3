using Watchdog.Config;
using Watchdog.Doctoring.Managed;

namespace Watchdog.Doctoring.Checks;

/// <summary>What lies in a service directory of runit or s6 against what we rely on.</summary>
internal static class FolderCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Settings is not FolderSettings folder) yield break;

        var path = facts.Service.Manager.KnownAs;
        var isS6 = facts.Service.Manager is S6Config;
        if (folder.HasDown && facts.Runs)
            yield return Finding.Warning("not-at-boot", $"{path}/down: after the machine's next start it does not run, and counts as stopped by someone, so it is left alone", $"sudo rm {path}/down");
        if (isS6 && folder.DownSignal is "SIGKILL" or "KILL" or "9")
            yield return Finding.Warning("stop-by-kill", $"{path}/down-signal is {folder.DownSignal}: a restart gives it no time to finish what it does and to close its files", $"sudo rm {path}/down-signal");
        // Neither ever kills what ignores SIGTERM: we do, and after the time that systemd would give it where killAfter is off.
        if (facts.Service.Policy.KillAfter is null && Outage.TooLong(Managers.Driven.Patience.Stop))
            yield return Outage.Finding(Managers.Driven.Patience.Stop, "\"killAfter\": \"off\"", $"take \"killAfter\" out of {facts.Service.Name}");
    }
}
