using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Watchdog.Managers.Logs;

/// <summary>The lines of a text that a service wrote.</summary>
internal static partial class LogText
{
    private const int MostOfLine = 4096;

    /// <summary>Without what a logger has put before each line: whether a line is indented tells where a traceback ends.</summary>
    public static ImmutableArray<LogLine> Lines(string text)
    {
        var lines = ImmutableArray.CreateBuilder<LogLine>();
        foreach (var line in text.AsSpan().TrimEnd('\n').EnumerateLines()) lines.Add(new LogLine(Bare(line.ToString())));
        return text.Length == 0 ? [] : lines.ToImmutable();
    }

    /// <summary>One line, bounded.</summary>
    public static string Bare(string line)
    {
        var from = Stamp().Match(line).Length;
        return Cut(line[from..], MostOfLine);
    }

    /// <summary>With an ellipsis where there was more: of a secret that was cut, its beginning is found before one.</summary>
    public static string Cut(string line, int most) => line.Length > most ? string.Concat(line.AsSpan(0, most), "…") : line;

    /// <summary>TAI64N (svlogd -t, s6-log t, multilog), and the times of svlogd -tt and -ttt and of s6-log T.</summary>
    [GeneratedRegex(@"\A(@[0-9a-f]{24} |[0-9]{4}-[0-9]{2}-[0-9]{2}[ T_][0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{5,9} {1,2})", RegexOptions.ExplicitCapture)]
    private static partial Regex Stamp();
}
