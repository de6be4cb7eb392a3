using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether the place that is asked is the unit's own.</summary>
internal static class ListenerCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        var said = new HashSet<string>();
        foreach (var place in facts.Places)
        {
            if (place.Owner is not { Listening: Listening.Other } owner || !said.Add($"{place.Place} {owner.Holder}")) continue;

            var unit = facts.Unit?.Unit ?? facts.Service.Name;
            var kill = owner.Pids is [var pid, ..] ? $"sudo kill {pid} && " : "end that process, then ";
            yield return owner.IsOrphan
                ? Finding.Broken(
                    "orphan-listener", $"{place.Name(facts.Service.Secrets)} is answered by a process that an earlier run, or a starter that has ended, left behind: {owner.Holder}. No restart reaches it",
                    $"{kill}{ManagerWords.Of(facts).Restart}; let its program stay in the foreground{(facts.Unit is null ? "" : " (Type=exec)")}")
                : Finding.Broken(
                    "foreign-listener", $"{place.Name(facts.Service.Secrets)} is answered by another process: {owner.Holder}. Its answers say nothing of {unit}",
                    "give one of the two another port; where that process stands before the service on purpose, \"listener\": \"any\" in the check");
        }
    }
}
