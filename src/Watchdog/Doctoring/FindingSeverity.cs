namespace Watchdog.Doctoring;

/// <summary>How bad a finding is. The order is that of the exit codes: what cannot be known is no fault.</summary>
internal enum FindingSeverity
{
    /// <summary>Could not be found out, and why.</summary>
    CannotKnow,

    /// <summary>It works, until it has to.</summary>
    Warning,

    /// <summary>It does not work now, or will not at the next restart.</summary>
    Broken,
}
