using System.Text.RegularExpressions;
using Watchdog.Config.Format;

namespace Watchdog.Kernel;

/// <summary>
/// A command line without what looks like a secret: the value of an argument or variable whose name says that it is one, and all that
/// <see cref="SecretMask"/> finds. One that neither name nor shape betrays (<c>mysql -pfoo</c>) is not recognized.
/// </summary>
internal static partial class ArgumentMask
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

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

        // For a program that writes its own title, or one that another is told to run: sh -c 'TOKEN=… server'.
        return SecretMask.Hide(string.Join(' ', shown));
    }

    /// <summary>All that follows belongs to the value, spaces too.</summary>
    [GeneratedRegex($@"\A({SecretMask.Name}[=:]).+", Linear | RegexOptions.Singleline)]
    private static partial Regex Assigned();

    [GeneratedRegex($@"\A-{SecretMask.Name}\z", Linear)]
    private static partial Regex Flag();
}
