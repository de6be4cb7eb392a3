using Watchdog.Config.Format;

namespace Watchdog.Kernel;

/// <summary>
/// A command line without what looks like a secret: the value of an argument or variable whose name says that it is one, and all that
/// <see cref="SecretMask"/> finds. One that neither name nor shape betrays (<c>mysql -pfoo</c>) is not recognized.
/// </summary>
internal static class ArgumentMask
{
    /// <summary>As one line, without control characters.</summary>
    public static string Line(IReadOnlyList<string> arguments)
    {
        var shown = new List<string>(arguments.Count);
        var flag = "";
        foreach (var argument in arguments)
        {
            var isHidden = flag.Length > 0 && SecretName.HidesNext(flag, argument);
            shown.Add(isHidden ? EffectiveWriter.Mask : WithoutValue(argument));
            flag = !isHidden && argument.StartsWith('-') && argument.All(SecretMask.IsOfName) ? argument : "";
        }

        // For a program that writes its own title, or one that another is told to run: sh -c 'TOKEN=… server'.
        return SecretMask.Hide(string.Join(' ', shown));
    }

    /// <summary>All that follows a name belongs to its value, spaces too.</summary>
    private static string WithoutValue(string argument)
    {
        var end = argument.AsSpan().IndexOfAny('=', ':');
        if (end < 0 || end + 1 == argument.Length) return argument;

        var name = argument[..end];
        return name.All(SecretMask.IsOfName) && SecretName.Hides(name, argument.AsSpan(end + 1)) ? $"{name}{argument[end]}{EffectiveWriter.Mask}" : argument;
    }
}
