using Watchdog.Doctoring.Managed;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether a service's commands are there, and of one mind.</summary>
internal static class CommandCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Settings is not CommandSettings commands) yield break;

        foreach (var program in commands.NotFound)
            yield return Finding.Broken("program-unusable", $"{facts.Service.Secrets.Hide(program)}: there is no such program, neither in PATH nor where systemd looks", "install it, or write its full path");
        if (commands.Contradiction.Length > 0)
            yield return Finding.Broken("status-contradicts", commands.Contradiction, $"correct \"status\" or \"pid\" of {facts.Service.Name}");
    }
}
