namespace Watchdog.Core;

/// <summary>One thing that keeps a service paused, or kept it so until someone resumed it. Several may stand at once.</summary>
/// <param name="Kind">What ends it.</param>
/// <param name="Id">Tells it from the others.</param>
/// <param name="Because">For people: what for, and by whom.</param>
/// <param name="Until">Monotonic. It is over then, whatever else happens.</param>
/// <param name="Lifted">Someone has resumed the service in the middle of this window: it pauses no more, and is remembered until it closes.</param>
/// <param name="Awaited">Of a lease: we have started since, and wait for its owner to take it again.</param>
public sealed record PauseState(PauseKind Kind, string Id, string Because, TimeSpan Until, bool Lifted = false, bool Awaited = false);

public enum PauseKind
{
    /// <summary>Ends by its time.</summary>
    Timed,

    /// <summary>Ends with its owner (the command it is held for), at the latest by its time.</summary>
    Lease,

    /// <summary>A recurring window of the configuration.</summary>
    Window,
}
