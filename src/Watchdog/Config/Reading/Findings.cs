using System.Collections.Immutable;

namespace Watchdog.Config.Reading;

/// <summary>Collects everything that is wrong with one file, so that all of it can be said at once.</summary>
internal sealed class Findings(string file)
{
    /// <summary>A file of 4 MiB can hold a million mistakes; nobody reads beyond this many.</summary>
    private const int Most = 1000;

    private readonly List<ConfigProblem> _problems = [];
    private readonly HashSet<(int Line, int Column, string Message)> _seen = [];
    private int _unsaid;

    public int Errors { get; private set; }

    /// <summary>While <c>defaults</c> is read by itself: what is missing there may stand in the services.</summary>
    public bool Partial { get; set; }

    /// <summary>
    /// Read outside the process that will use it (a person's shell): what only that one is given (credentials, environment) is warned of, and stood for.
    /// </summary>
    public bool Elsewhere { get; init; }

    /// <summary>What no message says.</summary>
    public Secrets Secrets { get; set; } = Secrets.None;

    public void Error(Node node, string message) => Add(node.Line, node.Column, node.Path, message, ProblemSeverity.Error);

    public void Error(Node node, in Member member, string message) =>
        Add(member.Line, member.Column, node.PathOf(member.Name), message, ProblemSeverity.Error);

    public void ErrorAt(int line, int column, string message) => Add(line, column, "", message, ProblemSeverity.Error);

    public void Error(string message) => Add(0, 0, "", message, ProblemSeverity.Error);

    public void Warn(Node node, string message) => Add(node.Line, node.Column, node.Path, message, ProblemSeverity.Warning);

    public void Warn(string message) => Add(0, 0, "", message, ProblemSeverity.Warning);

    /// <summary>Something cannot be used because of what has been reported already.</summary>
    public void Spoil() => Errors++;

    public ImmutableArray<ConfigProblem> ToProblems()
    {
        if (_unsaid > 0) _problems.Add(new(file, 0, 0, "", $"and {_unsaid} more problems; mend the first ones", ProblemSeverity.Error));
        _unsaid = 0;
        return [.. _problems.OrderBy(problem => problem.Line == 0 ? int.MaxValue : problem.Line).ThenBy(problem => problem.Column)];
    }

    private void Add(int line, int column, string path, string message, ProblemSeverity severity)
    {
        if (severity == ProblemSeverity.Error) Errors++;
        message = Secrets.Hide(message);

        // What stands in defaults is read once for itself and once for every service.
        if (!_seen.Add((line, column, message))) return;
        if (_problems.Count >= Most)
        {
            _unsaid++;
            return;
        }

        _problems.Add(new(file, line, column, path, message, severity));
    }
}
