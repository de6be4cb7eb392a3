using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>Builds what a service's restarts wait for.</summary>
internal static class WaitsFactory
{
    /// <returns>Null for a service that waits for nothing.</returns>
    public static Waits? Build(ServiceConfig service, IManagedUnit unit, ProbeFactory probes, Waits.Peers peers, Clock clock, ILogger log)
    {
        if (service.DependsOn.IsEmpty && service.Busy is null) return null;

        var inline = ImmutableDictionary.CreateBuilder<string, CheckSlot>();
        foreach (var dependency in service.DependsOn)
        {
            if (dependency.Check is not { } check) continue;

            var policy = new CheckPolicy { Name = dependency.Name, Kind = CheckKind.Custom, Timeout = Waits.Deadline };
            inline[dependency.Name] = Slot(service, new CheckConfig(policy, check.Target), one => probes.Create(one, unit, [])!);
        }

        var busy = Busy(service) is { } asked ? Slot(service, asked, one => probes.CreateCounting(one, service.Busy!.Pointer)) : null;
        var looker = new Looker(service.Name, unit, [], diagnostician: null, clock.Time, log);
        return new Waits(service, looker, inline.ToImmutable(), busy, peers, clock, log);
    }

    private static CheckConfig? Busy(ServiceConfig service)
    {
        if (service.Busy is not { } busy) return null;

        var target = busy.Pointer is null ? new CommandTarget(busy.Command) : service.Find(busy.From)?.Target;
        return target is null ? null : new CheckConfig(new CheckPolicy { Name = "busy", Kind = CheckKind.Custom, Timeout = Waits.Deadline }, target);
    }

    private static CheckSlot Slot(ServiceConfig service, CheckConfig check, Func<CheckConfig, IProbe> make)
    {
        var probe = make(check);
        return new CheckSlot(check, service.Secrets.IsEmpty ? probe : new DiscreetProbe(probe, service.Secrets), []);
    }
}
