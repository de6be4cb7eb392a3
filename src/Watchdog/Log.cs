namespace Watchdog;

/// <summary>Every message of the program, with ids and names that never change.</summary>
internal static partial class Log
{
    // Config: 100 to 199

    // Probes: 200 to 299

    // Managers: 300 to 399

    [LoggerMessage(350, LogLevel.Information, "{Service}: started as pid {Pid}")]
    public static partial void ChildStarted(ILogger logger, string service, int pid);

    [LoggerMessage(351, LogLevel.Information, "{Service}: pid {Pid} {End}")]
    public static partial void ChildEnded(ILogger logger, string service, int pid, Managers.ChildEnd end);

    [LoggerMessage(352, LogLevel.Warning, "{Service}: pid {Pid} had not ended {Grace} after SIGTERM and was sent SIGKILL")]
    public static partial void ChildKilled(ILogger logger, string service, int pid, string grace);

    [LoggerMessage(353, LogLevel.Error, "{Service}: {Problem}")]
    public static partial void ChildNotStarted(ILogger logger, string service, string problem);

    [LoggerMessage(354, LogLevel.Warning, "Output is being dropped: {Path} cannot be written: {Problem}")]
    public static partial void ChildOutputLost(ILogger logger, string path, string problem);

    // Journal: 400 to 499

    // Supervision: 500 to 599

    // Cli: 600 to 699

    // Web: 700 to 799
}
