namespace Watchdog.Kernel;

/// <summary>What the processes of a service are at.</summary>
internal enum ProcessActivity
{
    /// <summary>It cannot be seen (no Linux).</summary>
    Unseen,

    /// <summary>No process is left.</summary>
    Gone,

    /// <summary>The main process, or each, is stopped (SIGSTOP) or held by a debugger.</summary>
    Stopped,

    /// <summary>The main process waits for a disk or a driver, and takes no signal.</summary>
    Uninterruptible,

    /// <summary>A thread or a process takes a whole CPU.</summary>
    Burning,

    /// <summary>All threads sleep, and none has worked.</summary>
    Idle,

    /// <summary>Anything else: it works, or waits for a CPU.</summary>
    Working,
}
