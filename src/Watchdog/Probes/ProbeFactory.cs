using System.Collections.Concurrent;
using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Managers;

namespace Watchdog.Probes;

/// <summary>Makes the probe of a check. One for the whole program: what probes can share, they share.</summary>
public sealed class ProbeFactory(TimeProvider time) : IDisposable
{
    private readonly ProbeClients clients = new();
    private readonly ConcurrentDictionary<string, CaBundle> bundles = new();

    /// <param name="check">The check.</param>
    /// <param name="unit">The unit whose memory a memory check reads.</param>
    /// <param name="pointers">JSON pointers of the numbers to read along from a URL's answer (acceptLoop, memory).</param>
    /// <param name="counter">The pointer of the accept-loop counter among them, or null.</param>
    /// <returns>Null for what is read from another check's answer and has no probe of its own.</returns>
    public IProbe? Create(CheckConfig check, IManagedUnit unit, ImmutableArray<string> pointers, string? counter = null) => check.Target switch
    {
        HttpTarget http => new HttpProbe(check.Policy, http, pointers, counter, clients, Bundle(http.CaFile), time),
        TcpTarget tcp => new TcpProbe(check.Policy, tcp, time),
        CommandTarget command => new CommandProbe(check.Policy, command, time),
        _ when Ride.Of(check.Target) is not null => null,
        MemoryTarget memory => new MemoryProbe(check.Policy, memory, unit, MachineMemory.Total, time),
        _ => throw new ArgumentException($"no probe for {check.Target.GetType().Name}", nameof(check)),
    };

    /// <summary>A probe that reads how much is in flight: from a URL's answer at the pointer, or printed by a command.</summary>
    internal IProbe CreateCounting(CheckConfig check, string? pointer) => check.Target switch
    {
        HttpTarget http => new HttpProbe(check.Policy, http, pointer is null ? [] : [pointer], null, clients, Bundle(http.CaFile), time) { ReadsFlags = true },
        CommandTarget command => new CommandProbe(check.Policy, command, time) { ReadsNumber = true },
        _ => throw new ArgumentException($"nothing tells how much is in flight by {check.Target.GetType().Name}", nameof(check)),
    };

    public void Dispose() => clients.Dispose();

    private CaBundle? Bundle(string? file) => file is null ? null : bundles.GetOrAdd(file, static path => new CaBundle(path));
}
