using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers.Containers;

/// <summary>What docker and podman mean when they do not do what they are asked for, and what a person can do about it.</summary>
internal static class ContainerAnswer
{
    /// <param name="ended">How the program ended; not with 0.</param>
    /// <param name="engine">Its name.</param>
    /// <param name="verb">What it was asked for.</param>
    /// <param name="container">Of which.</param>
    public static (RestartResult Result, Reason Reason) Of(ProcessResult ended, string engine, string verb, string container)
    {
        var said = Words.Line(ended.Complaint, 200);
        return ended switch
        {
            { IsMissing: true } => (RestartResult.Unreachable, new Reason("engine-missing", $"there is no {engine} here: install it, or take the service out of the configuration")),
            { ExitCode: null } => (RestartResult.TimedOut, new Reason("engine-timeout", said)),
            _ when IsNoSuch(ended) => (RestartResult.Refused, new Reason("no-such-unit", $"{engine} knows no container {container}")),
            _ when Says(ended, "permission denied") && Says(ended, "connect") => (RestartResult.Denied, new Reason(
                "access-denied", $"we may not talk to {engine}: {said}; run as root, or put our user into the group {engine} (which makes it as good as root)")),
            _ when Says(ended, "cannot connect to") || Says(ended, "unable to connect to") => (RestartResult.Unreachable, new Reason(
                "engine-down", $"{engine} does not answer: {said}; start it (systemctl start {engine})")),
            _ => (RestartResult.Failed, new Reason("engine-failed", $"{engine} {verb} {container} ended with {ended.ExitCode}: {said}")),
        };
    }

    public static bool IsNoSuch(ProcessResult ended) => ended.ExitCode is not null && (Says(ended, "no such container") || Says(ended, "no container with name or id"));

    private static bool Says(ProcessResult ended, string words) => ended.Complaint.Contains(words, StringComparison.OrdinalIgnoreCase);
}
