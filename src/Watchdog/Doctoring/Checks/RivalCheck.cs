namespace Watchdog.Doctoring.Checks;

/// <summary>Two who restart one unit, each unaware of the other's reasons.</summary>
internal static class RivalCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var rival in facts.Rivals)
            yield return Finding.Warning("two-watchdogs", $"it is restarted by somebody else as well: {rival}", $"take the {ManagerWords.Of(facts).Thing} out of one of the two");
        foreach (var twin in facts.Twins)
            yield return Finding.Warning("two-watchdogs", $"its {ManagerWords.Of(facts).Thing} is watched a second time, under another name, as \"{twin}\": each has a budget of its own", "put the checks of both into one service of the configuration");
    }
}
