namespace Watchdog.Managers.Launchd;

/// <summary>
/// The fields of a job from what <c>launchctl print</c> says, whose format Apple calls no interface: `key = value` a line, blocks in braces. Words such as
/// state, pid and active count come again inside blocks, so only the job's own level of indentation counts. Reads any text whatever and finds what it can.
/// </summary>
internal sealed class JobText
{
    private readonly Dictionary<string, string> _fields = [];
    private readonly HashSet<string> _blocks = [];

    private JobText()
    {
    }

    /// <summary>The value, without blanks around it; null where there is no such line.</summary>
    public string? this[string key] => _fields.GetValueOrDefault(key);

    public bool IsEmpty => _fields.Count == 0;

    /// <summary>Whether the job has a block of that name with anything in it.</summary>
    public bool Holds(string block) => _blocks.Contains(block);

    public static JobText Of(string print)
    {
        var text = new JobText();
        var lines = print.Split('\n');
        var header = Array.FindIndex(lines, static line => Indent(line) == 0 && OpensBlock(line));
        var own = header < 0 ? -1 : Array.FindIndex(lines, header + 1, static line => !string.IsNullOrWhiteSpace(line));
        if (own < 0) return text;

        text.Read(lines, own, lines[own][..Indent(lines[own])]);
        return text;
    }

    private void Read(string[] lines, int from, string indent)
    {
        if (indent.Length == 0) return;     // the job ends where it begins

        for (var i = from; i < lines.Length; i++)
        {
            if (!IsAt(lines[i], indent)) continue;
            if (!OpensBlock(lines[i])) Add(lines[i]);
            else i = AddBlock(lines, i, indent);
        }
    }

    private int AddBlock(string[] lines, int at, string indent)
    {
        var end = EndOfBlock(lines, at, indent);
        var isEmpty = end > at && lines[(at + 1)..end].All(string.IsNullOrWhiteSpace);
        if (!isEmpty) _blocks.Add(lines[at][..lines[at].LastIndexOf(" = {", StringComparison.Ordinal)].Trim());
        return end;
    }

    /// <summary>A value inside may run over several lines, at any indentation. A block that is never closed was cut off: what follows is told by its indentation.</summary>
    private static int EndOfBlock(string[] lines, int at, string indent)
    {
        var end = Array.FindIndex(lines, at + 1, line => IsAt(line, indent) && line.AsSpan().Trim() is "}");
        return end < 0 ? at : end;
    }

    private void Add(string line)
    {
        var equals = line.IndexOf(" = ", StringComparison.Ordinal);
        if (equals > 0) _fields.TryAdd(line[..equals].Trim(), line[(equals + 3)..].Trim());
    }

    private static bool OpensBlock(string line) => line.AsSpan().TrimEnd().EndsWith(" = {", StringComparison.Ordinal);

    private static bool IsAt(string line, string indent) =>
        line.StartsWith(indent, StringComparison.Ordinal) && line.Length > indent.Length && !char.IsWhiteSpace(line[indent.Length]);

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart().Length;
}
