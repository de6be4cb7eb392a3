using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>A configuration that was read, or every reason why it cannot be used.</summary>
/// <param name="Config">Null when there is an error.</param>
/// <param name="Problems">Errors and warnings, in the order of the file.</param>
public sealed record ConfigResult(WatchdogConfig? Config, ImmutableArray<ConfigProblem> Problems)
{
    public IEnumerable<ConfigProblem> Errors => Problems.Where(problem => problem.Severity == ProblemSeverity.Error);

    public IEnumerable<ConfigProblem> Warnings => Problems.Where(problem => problem.Severity == ProblemSeverity.Warning);
}
