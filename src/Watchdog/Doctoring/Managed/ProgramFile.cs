namespace Watchdog.Doctoring.Managed;

/// <summary>As much of supervisord's configuration files as is needed to find a program's settings in them.</summary>
internal static class ProgramFile
{
    /// <summary>The full path of the file in <c>supervisord -c PATH</c>; null where it was found by a search, whose order depends on its folder.</summary>
    /// <param name="commandLine">Its arguments, each ended by a zero.</param>
    public static string? PathIn(string commandLine)
    {
        const string Long = "--configuration=";
        var arguments = commandLine.Split('\0');
        for (var i = 0; i < arguments.Length; i++)
        {
            var path = arguments[i] is "-c" or "--configuration" && i + 1 < arguments.Length ? arguments[i + 1]
                : arguments[i].StartsWith(Long, StringComparison.Ordinal) ? arguments[i][Long.Length..]
                : null;
            if (path is not null) return path.StartsWith('/') ? path : null;
        }

        return null;
    }

    /// <summary>The full patterns of <c>[include] files =</c>, below the folder of the file itself.</summary>
    public static IEnumerable<string> Includes(string text, string folder) =>
        (Section(text, "include")?.GetValueOrDefault("files") ?? "").Replace("%(here)s", folder, StringComparison.Ordinal)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(pattern => Path.Combine(folder, pattern)).Where(pattern => !pattern.Contains('%'));

    /// <summary>
    /// The section of a process and what it has, over all files: of one that is set twice, the last. A group that is none of its own name's program may have
    /// processes of any name: then it is not looked for.
    /// </summary>
    /// <param name="files">In the order in which supervisord reads them.</param>
    /// <param name="program">Which.</param>
    /// <returns>Null when it is not found. The file is the last that has it.</returns>
    public static (string File, string Section, Dictionary<string, string> Settings)? Find(IReadOnlyCollection<(string Path, string Text)> files, ProgramTold program)
    {
        if (program.Group != program.Name && files.Any(file => Section(file.Text, $"group:{program.Group}") is not null)) return null;

        (string, string, Dictionary<string, string>)? all = null;
        var name = $"program:{program.Group}";
        foreach (var (path, text) in files)
        {
            if (Section(text, name) is not { } found) continue;

            foreach (var (key, value) in all?.Item3 ?? []) found.TryAdd(key, value);
            all = (path, name, found);
        }

        return all;
    }

    /// <summary>Whether supervisord takes a value for no.</summary>
    public static bool IsFalse(string? value) => value?.ToLowerInvariant() is "no" or "false" or "off" or "0";

    /// <returns>The settings of a section, the last one of each; null where there is no such section.</returns>
    public static Dictionary<string, string>? Section(string text, string name)
    {
        Dictionary<string, string>? found = null;
        var isInside = false;
        var last = "";
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()))
        {
            if (line.AsSpan().TrimStart() is not [var first, ..] || first is ';' or '#') continue;
            if (line[0] == '[')
            {
                isInside = line.IndexOf(']') is > 0 and var end && line[1..end] == name;
                if (isInside) found ??= new Dictionary<string, string>(StringComparer.Ordinal);
            }
            else if (isInside && char.IsWhiteSpace(line[0]) && last.Length > 0)
            {
                found![last] += $" {line.Trim()}";
            }
            else if (isInside && line.IndexOfAny(['=', ':']) is > 0 and var sign)
            {
                last = line[..sign].Trim().ToLowerInvariant();
                found![last] = WithoutComment(line[(sign + 1)..]).Trim();
            }
        }

        return found;
    }

    /// <summary>As supervisord reads it: a comment begins with a blank and a semicolon or a hash.</summary>
    private static string WithoutComment(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] is ';' or '#' && char.IsWhiteSpace(value[i - 1])) return value[..i];
        }

        return value;
    }
}
