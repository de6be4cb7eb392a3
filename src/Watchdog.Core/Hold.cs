namespace Watchdog.Core;

/// <summary>Why a service is held in <see cref="Phase.Holding"/>.</summary>
public enum Hold
{
    None,

    /// <summary>The restart budget is spent.</summary>
    Storm,

    /// <summary>Restarts did not help against this cause.</summary>
    Ineffective,

    /// <summary>The host itself is in doubt.</summary>
    Host,

    /// <summary>Something it depends on is down.</summary>
    Dependency,

    /// <summary>Work is in flight.</summary>
    Busy,
}
