using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers.Launchd;

/// <summary>What launchctl's exit codes mean (they are launchd's error numbers, see <c>launchctl error N</c>), and what a person can do about it.</summary>
internal static class LaunchctlAnswer
{
    public const int NotLoaded = 113;

    /// <param name="ended">How launchctl ended; not with 0.</param>
    /// <param name="verb">What it was asked for.</param>
    /// <param name="target">Of whom.</param>
    public static (RestartResult Result, Reason Reason) Of(ProcessResult ended, string verb, string target) => ended switch
    {
        { IsMissing: true } => (RestartResult.Unreachable, new Reason("no-launchctl", "there is no launchctl here: this machine has no launchd")),
        { ExitCode: null } => (RestartResult.TimedOut, new Reason("launchctl-timeout", Words.Line(ended.Complaint, 200))),
        { ExitCode: NotLoaded } => (RestartResult.Refused, new Reason("not-loaded", $"launchd knows no job {target}: load it with launchctl bootstrap {Domain(target)} PLIST")),
        { ExitCode: 112 or 125 } => (RestartResult.Unreachable, new Reason(
            "no-gui-session", $"the domain {Domain(target)} is not there: its user is not logged in at the screen; make it a daemon (system/LABEL) if it is to run all the same")),
        { ExitCode: 119 } => (RestartResult.Refused, new Reason("disabled", $"{target} is disabled: launchctl enable {target}")),
        { ExitCode: 150 } => (RestartResult.Refused, new Reason("prevented-by-sip", $"System Integrity Protection keeps {target} from being touched: leave it to macOS, and take it out of the configuration")),
        { ExitCode: 36 or 37 } => (RestartResult.Displaced, new Reason("in-progress", $"launchd is at work on {target}: {Said(ended)}")),
        { ExitCode: 64 } => (RestartResult.Refused, new Reason("bad-target", $"launchctl takes {target} for no target: {Said(ended)}")),
        { ExitCode: 1 } when IsDenied(ended) => (RestartResult.Denied, new Reason("access-denied", $"we may not {verb} {target}: {Said(ended)}; run as root for system/, as its user for gui/ and user/")),
        { ExitCode: 5 } when verb == "bootstrap" => (RestartResult.Failed, new Reason("bootstrap-failed", $"launchctl bootstrap failed ({Said(ended)}): check the plist with plutil -lint, its owner (root for a daemon) and its mode (not writable by others)")),
        _ => (RestartResult.Failed, new Reason($"launchctl-{ended.ExitCode}", $"launchctl {verb} {target} ended with {ended.ExitCode}: {Said(ended)}")),
    };

    /// <summary><c>gui/501</c>, <c>system</c>.</summary>
    public static string Domain(string target) => target[..Math.Max(0, target.LastIndexOf('/'))];

    private static bool IsDenied(ProcessResult ended) =>
        ended.Complaint.Contains("not permitted", StringComparison.OrdinalIgnoreCase) || ended.Complaint.Contains("not privileged", StringComparison.OrdinalIgnoreCase);

    private static string Said(ProcessResult ended) => Words.Line(ended.Complaint, 200);
}
