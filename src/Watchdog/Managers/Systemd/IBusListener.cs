namespace Watchdog.Managers.Systemd;

/// <summary>Told of what happens on the bus, on its thread: quick, and never throwing.</summary>
internal interface IBusListener
{
    /// <summary>Signals come from now on; what happened before was not seen.</summary>
    void Connected();

    void Lost();

    /// <summary>A signal of the manager's own.</summary>
    void Signal(BusMessage signal);
}
