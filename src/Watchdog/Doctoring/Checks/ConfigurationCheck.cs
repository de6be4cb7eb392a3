using Watchdog.Config;

namespace Watchdog.Doctoring.Checks;

/// <summary>What the configuration's own reader has against it.</summary>
internal static class ConfigurationCheck
{
    private const string Services = "services.", OnlyInThisShell = "in this shell ", Localhost = "localhost ";

    public static IEnumerable<Finding> Judge(ConfigResult read)
    {
        foreach (var problem in read.Problems)
        {
            // LocalhostCheck tells it with the service.
            if (read.Config is not null && problem.Message.StartsWith(Localhost, StringComparison.Ordinal)) continue;

            var place = problem.Line > 0 ? $"{problem.File}:{problem.Line}:{problem.Column}" : problem.File;
            var sentence = problem.JsonPath.Length > 0 ? $"{problem.JsonPath}: {problem.Message}" : problem.Message;
            var finding = problem switch
            {
                { Severity: ProblemSeverity.Error } => Finding.Broken("configuration", sentence, $"edit {place}"),
                _ when problem.Message.StartsWith(OnlyInThisShell, StringComparison.Ordinal) => Finding.CannotKnow("configuration-elsewhere", sentence, "watchdog check, as the daemon runs it, tells whether it has it"),
                _ => Finding.Warning("configuration-warning", sentence, $"edit {place}"),
            };
            yield return finding with { Service = ServiceOf(problem.JsonPath) };
        }
    }

    private static string? ServiceOf(string path)
    {
        if (!path.StartsWith(Services, StringComparison.Ordinal)) return null;

        // A name that holds a dot stands in quotes.
        var name = path[Services.Length..];
        if (name is ['"', .. var quoted]) return quoted.IndexOf('"') is >= 0 and var close ? quoted[..close] : quoted;

        return name.IndexOf('.') is > 0 and var end ? name[..end] : name;
    }
}
