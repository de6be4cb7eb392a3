using System.Collections.Immutable;
using Watchdog.Cli.Install;
using Watchdog.Config;

namespace Watchdog.Doctoring;

/// <summary>Once for all units of which we may not ask polkit: why, the rule that they need, and the commands that check it.</summary>
internal static class PrivilegesUnknown
{
    private const string InstalledUser = "\"service-watchdog\"";

    public static IEnumerable<Finding> Judge(IReadOnlyCollection<ServiceFacts> services, UserIds? user, bool isRoot)
    {
        var unknown = services.Where(facts => facts.Privileges.Unknown.Length > 0 && facts.Unit is not null).ToImmutableArray();
        if (unknown.IsEmpty) yield break;

        var units = unknown.Select(facts => facts.Unit!.Unit).Distinct().ToArray();
        yield return Finding.CannotKnow(
            "privileges-unknown",
            $"whether {(user is null ? "the watchdog" : $"user {user.Name}")} may restart {string.Join(", ", units.Take(10))}{(units.Length > 10 ? " and more" : "")} cannot be known: {unknown[0].Privileges.Unknown}",
            isRoot ? "install polkit (Debian: polkitd), then sudo watchdog install, which writes the rule" : "sudo watchdog doctor, which asks polkit without doing anything") with
        { Detail = Detail(unknown, units, user) };
    }

    private static string Detail(IEnumerable<ServiceFacts> services, string[] units, UserIds? user)
    {
        var names = services.Select(facts => facts.Service.Manager).OfType<SystemdConfig>().Select(systemd => systemd.Unit);
        var rule = PolkitRule.TryWrite(names, out var text, out var problem) ? text : problem;
        if (user is not null) rule = rule.Replace(InstalledUser, $"\"{user.Name}\"", StringComparison.Ordinal);
        var checks = units.SelectMany(unit => PrivilegeFacts.Verbs.Select(verb => PolkitReader.Command(user?.Uid ?? 0, unit, verb)));
        return $"""
            The rule, as {Layout.PolkitRuleFile} (sudo watchdog install writes it):
            {rule.TrimEnd()}
            What checks it, a command for each unit and verb (exit 0: allowed):
            {string.Join('\n', checks)}
            """;
    }
}
