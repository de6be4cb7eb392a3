using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>Who would take a connection to a place.</summary>
/// <param name="Listeners">Several when they share the port (SO_REUSEPORT); none when it would be refused, or was not seen.</param>
/// <param name="Cut">The machine has more sockets than we read: there may be more.</param>
/// <param name="Unseen">Why nothing could be seen; empty otherwise.</param>
internal sealed record ListenerLook(ImmutableArray<Listener> Listeners, bool Cut = false, Reason Unseen = default)
{
    public bool IsSeen => Unseen.Code is null;

    public static ListenerLook NotSeen(Reason why) => new([], Unseen: why);
}
