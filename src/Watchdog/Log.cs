using Watchdog.Core;

namespace Watchdog;

/// <summary>Every message of the program, with ids and names that never change.</summary>
internal static partial class Log
{
    // Config: 100 to 199

    // Probes: 200 to 299

    // Managers: 300 to 399

    // Journal: 400 to 499

    // Supervision: 500 to 599

    [LoggerMessage(500, LogLevel.Information, "{Service}: {From} -> {To}: {Reason}")]
    public static partial void Moved(ILogger log, string service, Phase from, Phase to, Reason reason);

    [LoggerMessage(501, LogLevel.Warning, "{Service}: about to act ({Intent}), taking a last look: {Reason}")]
    public static partial void ActionBegun(ILogger log, string service, Intent intent, Reason reason);

    [LoggerMessage(502, LogLevel.Information, "{Service}: called off: {Reason}")]
    public static partial void ActionCalledOff(ILogger log, string service, Reason reason);

    [LoggerMessage(503, LogLevel.Warning, "{Service}: restarting ({Intent}): {Reason}")]
    public static partial void RestartOrdered(ILogger log, string service, Intent intent, Reason reason);

    [LoggerMessage(504, LogLevel.Warning, "{Service}: the manager's answer: {Result}: {Reason} (after {Seconds:0.000} s)")]
    public static partial void RestartEnded(ILogger log, string service, RestartResult result, Reason reason, double seconds);

    [LoggerMessage(505, LogLevel.Information, "{Service}: not acting: {Reason}")]
    public static partial void NotActing(ILogger log, string service, Reason reason);

    [LoggerMessage(506, LogLevel.Information, "{Service}: a new instance ({Kind}): {Reason}")]
    public static partial void InstanceStarted(ILogger log, string service, StartKind kind, Reason reason);

    [LoggerMessage(507, LogLevel.Information, "{Service}: {Reason}")]
    public static partial void AlertInfo(ILogger log, string service, Reason reason);

    [LoggerMessage(508, LogLevel.Warning, "{Service}: {Reason}")]
    public static partial void AlertWarning(ILogger log, string service, Reason reason);

    [LoggerMessage(509, LogLevel.Critical, "{Service}: {Reason}")]
    public static partial void AlertCritical(ILogger log, string service, Reason reason);

    [LoggerMessage(510, LogLevel.Error, "{Service}: a turn of its loop failed; it goes on. This is a bug, please report it")]
    public static partial void TurnFailed(ILogger log, string service, Exception bug);

    [LoggerMessage(511, LogLevel.Error, "{Service}: looking at {What} failed; that counts as 'could not look'. This is a bug, please report it")]
    public static partial void LookFailed(ILogger log, string service, string what, Exception bug);

    [LoggerMessage(512, LogLevel.Error, "{Service}: asking its manager failed. This is a bug, please report it")]
    public static partial void ActFailed(ILogger log, string service, Exception bug);

    [LoggerMessage(513, LogLevel.Error, "{Service}: {Problem}")]
    public static partial void StateProblem(ILogger log, string service, string problem);

    [LoggerMessage(514, LogLevel.Critical, "{Service}: the restart ledger can be written nowhere (disk full, or read-only?): this one restart is still made, then none until it can")]
    public static partial void LedgerLostTry(ILogger log, string service);

    [LoggerMessage(515, LogLevel.Critical, "{Service}: not restarted: the restart ledger can be written nowhere. Make room in the state directory")]
    public static partial void LedgerLostHeld(ILogger log, string service);

    // Cli: 600 to 699

    // Web: 700 to 799
}
