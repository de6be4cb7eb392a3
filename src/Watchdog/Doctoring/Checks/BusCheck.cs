using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether systemd can be asked: without it every service is out of sight.</summary>
internal static class BusCheck
{
    /// <summary>Whether a look at a unit failed because its manager could not be asked at all.</summary>
    public static bool IsOfBus(string code) => code is "systemd-absent" || code.StartsWith("bus-", StringComparison.Ordinal);

    /// <param name="unseen">Why the units of each manager could not be looked at.</param>
    /// <param name="isRoot">Whether we are root, who cannot join another user's bus.</param>
    public static IEnumerable<Finding> Judge(IEnumerable<(SystemdScope Scope, Reason Why)> unseen, bool isRoot)
    {
        foreach (var (scope, why) in unseen.Where(one => IsOfBus(one.Why.Code)).DistinctBy(one => one.Scope))
        {
            var remedy = (scope, isRoot) switch
            {
                _ when why.Code == "systemd-absent" => "configure \"command\" or \"process\" instead of \"systemd\"",
                (SystemdScope.User, true) => "run watchdog doctor as the user whose services these are, with machinectl shell USER@ or a login of that user",
                (SystemdScope.User, false) => "log in as this user (not with su or sudo), or loginctl enable-linger and export XDG_RUNTIME_DIR=/run/user/$(id -u)",
                _ => "sudo systemctl start dbus.socket",
            };
            yield return Finding.Broken(why.Code, $"the {(scope == SystemdScope.User ? "user's" : "system's")} systemd cannot be asked: {why.Sentence}", remedy);
        }
    }
}
