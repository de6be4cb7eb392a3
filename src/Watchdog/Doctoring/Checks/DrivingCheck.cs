using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether the user who runs the watchdog may drive a manager other than systemd.</summary>
internal static class DrivingCheck
{
    private const string AsRoot = "sudo watchdog install --as-root";

    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (Problem(facts) is not { } problem) yield break;

        var user = facts.Operator!.Name;
        yield return facts.IsOperatorKnown
            ? Finding.Broken("manager-denied", $"user {user}, who runs the watchdog, may not drive {ManagerWords.Of(facts).Manager}: {problem}. It would be seen failing at most, and not be restarted", Remedy(facts, user))
            : Finding.CannotKnow("privileges-unknown", $"user {user} may not drive {ManagerWords.Of(facts).Manager} ({problem}), and who runs the watchdog cannot be known, since none runs", "sudo watchdog doctor");
    }

    /// <summary>In words; null when it may, or when that cannot be known.</summary>
    public static string? Problem(ServiceFacts facts)
    {
        if (facts is not { Settings: { } settings, Operator: { } user }) return null;
        if (settings.Owner is { } owner && owner != user.Uid && !(user.Uid == 0 && settings.RootMay)) return $"it belongs to user {owner}";

        return settings.Doors.Where(door => door.Steps[^1].State != FileState.Missing)
            .Select(door => PathAccess.Problem(door) is { } problem ? $"{door.Path} {problem}" : null).FirstOrDefault(problem => problem is not null);
    }

    private static string Remedy(ServiceFacts facts, string user) => facts switch
    {
        { Service.Manager: SupervisordConfig } => $"in supervisord's configuration: [unix_http_server] chown={user} and chmod=0700, then restart supervisord; or {AsRoot}",
        { Service.Manager: ContainerConfig { Engine: ContainerEngine.Podman }, Settings.Owner: > 0 and var owner } => $"watchdog install --user, as user {owner}",
        { Service.Manager: LaunchdConfig, Settings.Owner: > 0 and var owner } => $"run the watchdog as user {owner}, or as root",
        { Service.Manager: LaunchdConfig } => "run the watchdog as root",
        _ => AsRoot,
    };
}
