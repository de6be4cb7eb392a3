using Watchdog.Config;
using Watchdog.Diagnosing;
using Watchdog.Evidence;
using Watchdog.Managers;
using Watchdog.Probes;
using Watchdog.Supervision.Host;

namespace Watchdog.Supervision;

/// <summary>Makes what looks at a service: its checks, what is around them, and what its restarts wait for.</summary>
internal sealed class LookerFactory(ProbeFactory probes, KernelFacts kernel, SelfHealth self, Clock clock, EvidenceDesk evidence)
{
    /// <param name="service">Whose.</param>
    /// <param name="unit">As its manager sees it.</param>
    /// <param name="peers">The services that it may depend on.</param>
    /// <param name="log">For bugs.</param>
    public Looker Create(ServiceConfig service, IManagedUnit unit, Waits.Peers peers, ILogger log)
    {
        var diagnostician = new Diagnostician(service.Name, unit.Name, service.Secrets, kernel, clock, log);
        return new Looker(service.Name, unit, CheckSlots.Build(service, unit, probes), diagnostician, clock.Time, log)
        {
            Self = self,
            Evidence = evidence.Of(service),
            Waits = WaitsFactory.Build(service, unit, probes, peers, clock, log),
        };
    }
}
