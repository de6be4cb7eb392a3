using Watchdog.Config;
using Watchdog.Diagnosing;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>Makes what looks at a service: its checks, and what is around them.</summary>
internal sealed class LookerFactory(ProbeFactory probes, KernelFacts kernel, Clock clock)
{
    public Looker Create(ServiceConfig service, IManagedUnit unit, ILogger log) => new(
        service.Name, unit, CheckSlots.Build(service, unit, probes), new Diagnostician(service.Name, unit.Name, service.Secrets, kernel, clock, log), clock.Time, log);
}
