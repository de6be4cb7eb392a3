using Watchdog.Core;

namespace Watchdog.Evidence;

/// <summary>What a daemon has left, as looks see it now that nobody watches: of a service that has frozen since, it says that all is well.</summary>
internal static class FreshLooks
{
    /// <summary>Of another run, what it has left says nothing.</summary>
    public static ServiceState Of(ServiceState left, UnitStatus unit) => left.Instance == unit.Instance
        ? left with { Unit = unit }
        : left with { Unit = unit, Instance = unit.Instance, Checks = [], HealthySince = null, Phase = Phase.Starting };

    /// <summary>With what the looks saw. Only what passed at each is well now.</summary>
    public static ServiceState Of(ServiceState left, ServicePolicy policy, IReadOnlyList<Observation> looks, Moment now)
    {
        var checks = left.Checks;
        foreach (var seen in looks)
        {
            if (policy.Find(seen.Check) is { } check) checks = checks.RemoveAll(one => one.Check == seen.Check).Add(Judge.Advance(check, left.Check(seen.Check), seen, now));
        }

        var state = left with { Checks = checks };
        if (looks.All(seen => seen.Look == Look.Passed)) return state;

        var failed = looks.Any(seen => seen.Look == Look.Failed);
        return state with { HealthySince = null, Phase = failed && state.Phase == Phase.Watching ? Phase.Suspect : state.Phase };
    }
}
