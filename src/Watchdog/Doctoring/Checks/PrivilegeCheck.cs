namespace Watchdog.Doctoring.Checks;

/// <summary>Whether the user who runs the watchdog may restart it.</summary>
internal static class PrivilegeCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Privileges.Denied.IsEmpty) yield break;

        yield return Finding.Broken(
            "polkit-denied", $"polkit does not let user {facts.Privileges.User} {string.Join(", ", facts.Privileges.Denied)} {facts.Unit?.Unit ?? facts.Service.Name}: it would be seen failing, and not be restarted", "sudo watchdog install, which writes the rule for all configured units");
    }
}
