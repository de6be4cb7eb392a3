using System.Runtime.InteropServices;
using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>Why a fact of the kernel's is not to be had.</summary>
internal static class Unseen
{
    public static Reason NotLinux { get; } = new("not-on-linux", "only Linux tells this");

    public static Reason NoAddress { get; } = new("no-address", "the place is no address; only an IP address with a port, or the path of a Unix socket, can be looked up");

    public static Reason UnixConnections { get; } = new("unix-connections", "the kernel does not tell the connections of a Unix socket by its path");

    public static Reason Refused(int error) =>
        new("sock-diag-refused", $"the kernel does not tell its sockets: {Marshal.GetPInvokeErrorMessage(error)}; allow AF_NETLINK in RestrictAddressFamilies= of the watchdog");
}
