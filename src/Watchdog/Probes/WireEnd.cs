namespace Watchdog.Probes;

/// <summary>How a connection ended.</summary>
internal enum WireEnd : byte
{
    Open,

    /// <summary>The other side closed it.</summary>
    Closed,

    /// <summary>The other side reset it, or it broke in another way.</summary>
    Broken,
}
