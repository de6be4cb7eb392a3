using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers.Driven;

/// <summary>
/// How one service of a manager is asked and told that has no signals and no jobs of its own. Nothing here throws for a manager that is sick, gone or
/// refuses, and everything has a deadline.
/// </summary>
internal interface IDriver
{
    /// <summary>The manager's own name for the service.</summary>
    string Name { get; }

    /// <summary>
    /// Its status. The instance may be left empty where the manager names a process of this machine: it is then told by that process; a run that is over
    /// keeps the name that it had.
    /// </summary>
    Task<UnitLook> LookAsync(CancellationToken cancel);

    /// <summary>Restarts what runs.</summary>
    /// <param name="order">With the time after which a frozen process is killed, where it may be.</param>
    /// <param name="before">The status just now: active, and the run that is to be restarted.</param>
    /// <param name="cancel">Ours.</param>
    Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel);

    /// <summary>Starts what does not run.</summary>
    Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel);

    /// <summary>Sends the main process a signal: from here, unless the manager has a way of its own.</summary>
    /// <returns>Why it could not be sent; null when it was.</returns>
    Task<string?> SignalAsync(DumpSignal signal, UnitStatus before, CancellationToken cancel) =>
        Task.FromResult(Processes.Signal(before.MainPid, DumpSignals.Number(signal)));
}
