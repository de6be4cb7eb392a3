namespace Watchdog.Doctoring.Checks;

/// <summary>What else goes down with it.</summary>
internal static class AlongCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { Status.RestartsAlong: { Count: > 0 } along } unit) yield break;

        yield return Finding.Warning(
            "restarts-along", $"a restart of it restarts what requires it as well: {string.Join(", ", along.Take(10))}{(along.Count > 10 ? " and more" : "")}",
            $"{unit.Systemctl} edit --full {along[0]}, and there: Wants={unit.Unit} instead of Requires=, if it can do without for a moment");
    }
}
