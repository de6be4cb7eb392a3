namespace Watchdog.Notify;

/// <summary>What a message is about; routes choose by it.</summary>
public enum MessageKind
{
    /// <summary>Something is wrong.</summary>
    Opened,

    /// <summary>A restart was ordered.</summary>
    Acted,

    /// <summary>One thing more is wrong within the same incident.</summary>
    Also,

    /// <summary>Held: it takes a person.</summary>
    Holding,

    /// <summary>Still held.</summary>
    Reminder,

    /// <summary>An operator has it in hand.</summary>
    Paused,

    /// <summary>All is well again.</summary>
    Recovered,

    /// <summary>Over: someone has stopped the service.</summary>
    Ended,

    /// <summary>Something that a person should know, and no trouble that goes on: nothing follows it.</summary>
    Note,

    /// <summary>Many services at once: the host, the network or something they share.</summary>
    Host,

    /// <summary>That is over.</summary>
    HostRecovered,

    /// <summary>The daily report.</summary>
    Report,

    /// <summary>By <c>watchdog notify --test</c>.</summary>
    Test,
}
