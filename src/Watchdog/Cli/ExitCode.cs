namespace Watchdog.Cli;

/// <summary>The exit codes that every command keeps to.</summary>
internal static class ExitCode
{
    /// <summary>Done; for <c>check</c>: all healthy; for <c>doctor</c>: nothing found.</summary>
    public const int Fine = 0;

    /// <summary>Failed; for <c>check</c>: something is unhealthy or was acted on; for <c>doctor</c>: warnings; for <c>drill</c>: it has not come back as it should.</summary>
    public const int Failed = 1;

    /// <summary>Unusable arguments or configuration: nothing was done; for <c>doctor</c>: something is broken.</summary>
    public const int Unusable = 2;

    /// <summary>For <c>check</c>: could not look; for <c>drill</c>: not made, and why.</summary>
    public const int CouldNotLook = 3;

    /// <summary>For <c>pause -- COMMAND</c>: the services could not be paused, so the command was not run; after <c>timeout(1)</c> and <c>env(1)</c>, as the next two.</summary>
    public const int NotPaused = 125;

    /// <summary>For <c>pause -- COMMAND</c>: the command cannot be run.</summary>
    public const int NotRunnable = 126;

    /// <summary>For <c>pause -- COMMAND</c>: there is no such command.</summary>
    public const int NotFound = 127;

    /// <summary>For <c>demo</c> and <c>drill</c>: ended by Ctrl-C before it was through, as shells count it (128 and the signal).</summary>
    public const int Interrupted = 130;
}
