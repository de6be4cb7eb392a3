namespace Watchdog.Doctoring.Checks;

/// <summary>Whether there are the users and groups that the unit names: a unit that runs may have been started when there were.</summary>
internal static class UserCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var (setting, name) in facts.Unit?.Unknown ?? [])
        {
            var (kind, add) = setting == "User" ? ("user", "useradd") : ("group", "groupadd");
            yield return Finding.Broken(
                $"unknown-{kind}", $"{setting}={name}: there is no such {kind}: the next start fails", $"sudo {add} --system {name}, or correct {setting}= ({facts.Unit!.Edit})");
        }
    }
}
