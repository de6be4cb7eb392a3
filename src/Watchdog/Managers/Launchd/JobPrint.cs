using System.Globalization;

namespace Watchdog.Managers.Launchd;

/// <summary>A job as <c>launchctl print</c> shows it. What is not shown, or not in a form that is known, is null.</summary>
internal sealed record JobPrint
{
    /// <summary><c>running</c>, <c>not running</c>, <c>spawn scheduled</c>, …</summary>
    public string? State { get; init; }

    /// <summary>Null when no process is shown.</summary>
    public int? Pid { get; init; }

    /// <summary>How often it was spawned since it was loaded, whoever asked for it.</summary>
    public long? Runs { get; init; }

    /// <summary>How its last run ended. While it runs, the run before.</summary>
    public JobEnd LastEnd { get; init; }

    /// <summary>From one spawn to the next at least (ThrottleInterval; launchd's default is 10 s).</summary>
    public TimeSpan? MinimumRuntime { get; init; }

    /// <summary>From SIGTERM to SIGKILL (ExitTimeOut).</summary>
    public TimeSpan? ExitTimeout { get; init; }

    /// <summary>The program, or its identifier within an app.</summary>
    public string? Program { get; init; }

    /// <summary>The property list that it was loaded from, or who submitted it, in parentheses.</summary>
    public string? Path { get; init; }

    /// <summary>Where its standard output goes (StandardOutPath); null where that is kept nowhere.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Where its standard error goes (StandardErrorPath); null where that is kept nowhere.</summary>
    public string? ErrorPath { get; init; }

    public string? WorkingDirectory { get; init; }

    public static JobPrint Of(string print)
    {
        var job = JobText.Of(print);
        return new JobPrint
        {
            State = job["state"],
            Pid = Number(job["pid"]) is > 0 and <= int.MaxValue and var pid ? (int)pid : null,
            Runs = Number(job["runs"]),
            LastEnd = JobEnd.Of(job),
            MinimumRuntime = Seconds(job["minimum runtime"]),
            ExitTimeout = Seconds(job["exit timeout"]),
            Program = job["program"] ?? job["program identifier"],
            Path = job["path"],
            OutputPath = job["stdout path"],
            ErrorPath = job["stderr path"],
            WorkingDirectory = job["working directory"],
        };
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A day at most: a number beyond that is none of a time-out.</summary>
    private static TimeSpan? Seconds(string? text) => Number(text) is { } seconds and <= 86400 ? TimeSpan.FromSeconds(seconds) : null;
}
