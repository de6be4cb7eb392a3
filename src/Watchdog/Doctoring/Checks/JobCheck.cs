using Watchdog.Config;
using Watchdog.Doctoring.Managed;
using Watchdog.Managers.Launchd;

namespace Watchdog.Doctoring.Checks;

/// <summary>What launchd knows of a job against what we rely on.</summary>
internal static class JobCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts is not { Settings: JobSettings job, Service.Manager: LaunchdConfig config }) yield break;

        var sudo = config.Target.StartsWith("system/", StringComparison.Ordinal) ? "sudo " : "";
        if (job.IsDisabled)
            yield return Finding.Broken("job-disabled", "it is disabled: launchd starts it no more once it has ended or was unloaded, and refuses to when we ask", $"{sudo}launchctl enable {config.Target}");
        if (job.IsStartedAgain == false)
            yield return Finding.Warning("restart-no", "without KeepAlive: after a crash it is down until our next looks, while launchd would start it within its throttle interval", Set("KeepAlive", "-bool true"));
        if (job.AbandonsGroup)
            yield return Finding.Warning("kill-mode", "AbandonProcessGroup: only its main process is ended at a restart, and a child that lives on keeps the port", Set("AbandonProcessGroup", "-bool false"));
        if (facts.Status?.TimeoutStop is { } stop && (Outage.TooLong(stop) || stop == TimeSpan.Zero))
            yield return Outage.Finding(stop == TimeSpan.Zero ? null : stop, "ExitTimeOut", Set("ExitTimeOut", "-integer 20"));
        if (job is { OthersMayWrite: true, Plist: { } open })
            yield return Finding.Broken("plist-writable", $"{open} can be written by others, and launchd loads no such property list: once unloaded, the job stays so", $"{sudo}chmod go-w {open}");
        if (config.Bootstrap is { } bootstrap && job.Plist is { } loaded && !IsSame(bootstrap, loaded))
            yield return Finding.Warning("other-plist", $"it was loaded from {loaded}, and we would load it again from {bootstrap}", $"set \"bootstrap\": \"{loaded}\" for {facts.Service.Name}, or load it from the other");

        string Set(string key, string value) =>
            $"{sudo}plutil -replace {key} {value} {job.Plist ?? "PLIST"}, then {sudo}launchctl bootout {config.Target} and {sudo}launchctl bootstrap {LaunchctlAnswer.Domain(config.Target)} {job.Plist ?? "PLIST"}";
    }

    /// <summary>/etc, /tmp and /var are links into /private.</summary>
    private static bool IsSame(string one, string other) => Plain(one) == Plain(other);

    private static string Plain(string path)
    {
        const string Private = "/private";
        var full = Path.GetFullPath(path);
        return full.StartsWith(Private + "/", StringComparison.Ordinal) ? full[Private.Length..] : full;
    }
}
