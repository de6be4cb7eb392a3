using System.Text.RegularExpressions;
using Watchdog.Config.Format;

namespace Watchdog.Kernel;

/// <summary>
/// Takes what looks like a secret out of a command line: the value of an argument, variable or header whose name says that it is one, the user and
/// password of a URL, and what follows "Bearer". One that no name betrays (<c>mysql -pfoo</c>) is not recognized.
/// </summary>
/// <remarks>The time it takes grows with the square of the length: give it a few KiB.</remarks>
internal static partial class ArgumentMask
{
    private const string Name = @"[\w.-]*(?:token|passw|passphrase|pwd|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|credential|authorization|cookie|auth(?!or))[\w.-]*";

    /// <summary>As one line, without control characters.</summary>
    public static string Line(IReadOnlyList<string> arguments)
    {
        var shown = new List<string>(arguments.Count);
        var isValue = false;
        foreach (var argument in arguments)
        {
            var isHidden = isValue && !argument.StartsWith('-');
            shown.Add(isHidden ? EffectiveWriter.Mask : Assigned().Replace(argument, "$1" + EffectiveWriter.Mask));
            isValue = !isHidden && Flag().IsMatch(argument);
        }

        return Inline(string.Join(' ', shown));
    }

    /// <summary>For a program that writes its own title, or one that another is told to run: <c>sh -c 'TOKEN=… server'</c>.</summary>
    private static string Inline(string line)
    {
        line = UserInUrl().Replace(line, $"$1{EffectiveWriter.Mask}@");
        line = AssignedWithin().Replace(line, "$1" + EffectiveWriter.Mask);
        line = FlagWithin().Replace(line, "$1" + EffectiveWriter.Mask);
        return Bearer().Replace(line, "$1" + EffectiveWriter.Mask);
    }

    /// <summary>All that follows belongs to the value, spaces too.</summary>
    [GeneratedRegex($@"\A({Name}[=:]).+", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Assigned();

    [GeneratedRegex($@"\A-{Name}\z", RegexOptions.IgnoreCase)]
    private static partial Regex Flag();

    [GeneratedRegex(@"(://)[^\s/@]+@", RegexOptions.None)]
    private static partial Regex UserInUrl();

    [GeneratedRegex($"""({Name}["']?\s?[=:]\s?)("[^"]*"|'[^']*'|[^\s&;,"']+)""", RegexOptions.IgnoreCase)]
    private static partial Regex AssignedWithin();

    [GeneratedRegex($@"((?:\A|\s)-{Name}\s+)(?!-)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex FlagWithin();

    [GeneratedRegex(@"\b((?:bearer|basic)\s+)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();
}
