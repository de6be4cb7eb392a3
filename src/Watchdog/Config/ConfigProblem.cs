namespace Watchdog.Config;

/// <summary>Something in the configuration that is wrong, or allowed but unwise, and what to do about it. Never holds a secret's value.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">From 1; 0 where it is about the file as a whole.</param>
/// <param name="Column">From 1, in characters (Unicode code points; a tab is one).</param>
/// <param name="JsonPath"><c>services.foo.liveness.url</c>; empty where it is about the file as a whole.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="Severity">Whether the file is unusable because of it.</param>
public sealed record ConfigProblem(string File, int Line, int Column, string JsonPath, string Message, ProblemSeverity Severity)
{
    /// <summary><c>file:line:column: services.foo.liveness.url: message</c>, as compilers do, so that editors find the place.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}: " : $"{File}: ";
        var path = JsonPath.Length > 0 ? $"{JsonPath}: " : "";
        var warning = Severity == ProblemSeverity.Warning ? "warning: " : "";
        return $"{place}{warning}{path}{Message}";
    }
}

public enum ProblemSeverity
{
    Error,
    Warning,
}
