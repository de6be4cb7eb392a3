using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Logs;

namespace Watchdog.Managers.Launchd;

/// <summary>The files that launchd has a job write to: its StandardOutPath and StandardErrorPath.</summary>
/// <param name="config">Which.</param>
/// <param name="time">For deadlines.</param>
/// <param name="program">By PATH: macOS has it in /bin.</param>
internal sealed class JobOutput(LaunchdConfig config, TimeProvider time, string program = "launchctl")
{
    private readonly ProcessRunner _runner = new(time);

    public async Task<LogPlaces> FindAsync(CancellationToken cancel)
    {
        var ended = await _runner.RunAsync(program, ["print", config.Target], Patience.Look, cancel).ConfigureAwait(false);
        return ended.Succeeded ? Of(JobPrint.Of(ended.Output)) : new LogPlaces([], LaunchctlAnswer.Of(ended, "print", config.Target).Reason);
    }

    public static LogPlaces Of(JobPrint job)
    {
        var (output, error) = (Full(job.OutputPath, job), Full(job.ErrorPath, job));
        if (output is null && error is null) return LogPlaces.None("no-log", "its property list has neither StandardOutPath nor StandardErrorPath, so what it writes is kept nowhere, and no line of it was searched");
        if (output is null) return new LogPlaces([error!], new("log-half", "its property list has no StandardOutPath: only what it writes to standard error was searched"));
        return error is null ? new LogPlaces([output], new("log-half", "its property list has no StandardErrorPath: only what it writes to standard output was searched")) : new LogPlaces([output, error]);
    }

    /// <summary>launchd takes a path that is not a full one from the job's own folder, else from the root.</summary>
    private static string? Full(string? path, JobPrint job) =>
        path is { Length: > 0 } && LogPlaces.IsKept(path) ? Path.GetFullPath(path, job.WorkingDirectory is { } folder && Path.IsPathFullyQualified(folder) ? folder : "/") : null;
}
