using System.Net;
using Watchdog.Kernel;

namespace Watchdog.Drafting;

/// <summary>A TCP socket of this machine that takes connections.</summary>
/// <param name="Bound">Where.</param>
/// <param name="OnlyV6">Takes no IPv4.</param>
/// <param name="Cgroup">Where it was made, <c>/system.slice/nginx.service</c>; null where neither that nor its process can be seen.</param>
/// <param name="Pid">A process that holds it; 0 where none can be seen.</param>
internal sealed record OpenPort(IPEndPoint Bound, bool OnlyV6, string? Cgroup, int Pid)
{
    public int Port => Bound.Port;

    /// <summary>Where it is asked from this machine, over the loopback; null where it is bound to another address alone.</summary>
    public IPEndPoint? Loopback
    {
        get
        {
            if (IPAddress.IsLoopback(Bound.Address)) return Bound;
            var takesV4 = Bound.Address.Equals(IPAddress.Any) || (Bound.Address.Equals(IPAddress.IPv6Any) && !OnlyV6);
            return takesV4 ? new IPEndPoint(IPAddress.Loopback, Port) : Bound.Address.Equals(IPAddress.IPv6Any) ? Places.Target(Bound) : null;
        }
    }

    /// <summary>As an address in the configuration: over the loopback where that is possible.</summary>
    public string Address => (Loopback ?? Bound).ToString();
}
