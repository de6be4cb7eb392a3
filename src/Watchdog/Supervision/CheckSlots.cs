using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>Builds the slots of a service: every check with a probe of its own, the numbers riding along.</summary>
internal static class CheckSlots
{
    public static ImmutableArray<CheckSlot> Build(ServiceConfig config, IManagedUnit unit, ProbeFactory probes)
    {
        var slots = ImmutableArray.CreateBuilder<CheckSlot>();
        foreach (var check in config.Checks)
        {
            ImmutableArray<CheckConfig> riders = [.. config.Checks.Where(other => Ride.Of(other.Target)?.From == check.Policy.Name)];
            if (probes.Create(check, unit, [.. riders.Select(rider => Ride.Of(rider.Target)!.Pointer)], CounterAmong(riders)) is { } probe)
            {
                var discreet = config.Secrets.IsEmpty ? probe : new DiscreetProbe(probe, config.Secrets);
                slots.Add(new CheckSlot(check, discreet, riders, (probe as HttpProbe)?.Kept, probe as IExchanges));
            }
        }

        return slots.ToImmutable();
    }

    private static string? CounterAmong(ImmutableArray<CheckConfig> riders) =>
        riders.Select(rider => rider.Target).OfType<CounterTarget>().FirstOrDefault()?.Pointer;
}
