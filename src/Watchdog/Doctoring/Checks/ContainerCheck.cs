using Watchdog.Config;
using Watchdog.Doctoring.Managed;

namespace Watchdog.Doctoring.Checks;

/// <summary>What a container is set to against what we rely on.</summary>
internal static class ContainerCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts is not { Settings: ContainerSettings { Inspected: { } told } settings, Service.Manager: ContainerConfig container }) yield break;

        var (engine, name) = (container.Key, container.Container);
        if (told.Unit.Length > 0)
        {
            // What keeps it alive is that unit then, so its own policy is none and it may well be removed.
            yield return Finding.Broken(
                "managed-by-systemd", $"it is the container of {told.Unit}: a restart past systemd looks like a crash to that unit, which then stops it or starts another",
                $"write \"systemd\": {{ \"unit\": \"{told.Unit}\" }} in place of \"{engine}\" (with \"scope\": \"user\" for a unit of a user)");
        }
        else if (told.AutoRemove)
        {
            yield return Finding.Broken("auto-remove", $"{engine} removes it when it ends (--rm), and then nobody can start it again, we neither", "create it again without --rm and with --restart=unless-stopped");
        }
        else if (told.Policy is "" or "no")
        {
            yield return Finding.Warning(
                "restart-no", "restart policy no: after a crash it is down until our next looks, and whoever stops it may find it started again, since that cannot be told from a crash",
                container.Engine == ContainerEngine.Docker ? $"docker update --restart=unless-stopped {name}" : "create it again with --restart=unless-stopped");
        }

        if (Stop(facts) is { } stop) yield return stop;
        if (told is { Autoheal: "true", HasHealthcheck: true } && settings.IsHealerRunning)
            yield return Finding.Warning("two-watchdogs", "autoheal restarts it by its own health check as well (label autoheal=true): each unaware of the other's reasons", "create it again without the label autoheal");
        if (told is { HasHealthcheck: true, OnFailure: "kill" or "restart" or "stop" })
            yield return Finding.Warning("two-watchdogs", $"podman acts on its own health check as well (--health-on-failure={told.OnFailure})", "create it again with --health-on-failure=none");
    }

    /// <summary>Where nobody chose the time, killAfter cuts it short for a process that hangs.</summary>
    private static Finding? Stop(ServiceFacts facts)
    {
        if (facts.Status is not { } status || !Outage.TooLong(status.TimeoutStop)) return null;
        return Outage.Finding(status.TimeoutStop, "its stop time-out", "create it again with --stop-timeout=20");
    }
}
