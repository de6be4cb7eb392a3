using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>Builds the slots of a service: every check with a probe of its own, the counters riding along.</summary>
internal static class CheckSlots
{
    public static ImmutableArray<CheckSlot> Build(ServiceConfig config, IManagedUnit unit, ProbeFactory probes)
    {
        var slots = ImmutableArray.CreateBuilder<CheckSlot>();
        foreach (var check in config.Checks)
        {
            var counter = CounterFrom(config, check.Policy.Name);
            if (probes.Create(check, unit, (counter?.Target as CounterTarget)?.Pointer) is { } probe)
            {
                var discreet = config.Secrets.IsEmpty ? probe : new DiscreetProbe(probe, config.Secrets);
                slots.Add(new CheckSlot(check, discreet, counter?.Policy.Name, (probe as HttpProbe)?.Kept));
            }
        }

        return slots.ToImmutable();
    }

    private static CheckConfig? CounterFrom(ServiceConfig config, string source)
    {
        foreach (var check in config.Checks)
        {
            if (check.Target is CounterTarget counter && counter.From == source) return check;
        }

        return null;
    }
}
