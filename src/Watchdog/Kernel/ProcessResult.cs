namespace Watchdog.Kernel;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; null when it could not be started or did not end in time.</param>
/// <param name="Output">Standard output, at most <see cref="ProcessRunner.MaxOutput"/> characters.</param>
/// <param name="Error">Standard error, at most as much; when it could not be started or did not end, why.</param>
internal sealed record ProcessResult(int? ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>There is no such program here.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What it said about its failure, in one line.</summary>
    public string Complaint
    {
        get
        {
            var text = Error.Trim().Length > 0 ? Error : Output;
            var line = string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return line.Length > 0 ? line : $"exit code {ExitCode}";
        }
    }
}
