namespace Watchdog.Core.Tests.Simulated;

/// <summary>What a restart meets.</summary>
internal enum Quirk
{
    None,
    Displaced,
    Denied,

    /// <summary>Times out, and happens afterwards.</summary>
    Late,

    /// <summary>Times out, and never happens.</summary>
    Never,

    /// <summary>Happens, and no echo comes.</summary>
    NoEcho,

    /// <summary>Happens, and the echo of another epoch comes first.</summary>
    StaleEcho,
}
