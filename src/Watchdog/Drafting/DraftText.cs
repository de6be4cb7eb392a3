using System.Text;

namespace Watchdog.Drafting;

/// <summary>From parts to text: JSON with comments, as in watchdog.example.json. Pure.</summary>
internal sealed class DraftText
{
    private const int Indent = 2;

    private readonly StringBuilder _text = new();
    private readonly bool _comments;

    private DraftText(bool comments) => _comments = comments;

    /// <summary>The whole file.</summary>
    /// <param name="head">Comments at its beginning.</param>
    /// <param name="root">Its keys.</param>
    /// <param name="tail">Comments at its end.</param>
    public static string File(IEnumerable<string> head, IEnumerable<Part> root, IEnumerable<string> tail)
    {
        var text = new DraftText(comments: true);
        foreach (var line in head) text.Comment(line, 0);
        text.Line("{", 0);
        text.Parts(root, 1, wide: true);
        text.Line("}", 0);
        foreach (var line in tail) text.Comment(line, 0);
        return text._text.ToString();
    }

    /// <summary>Some keys, as they stand in a file that has them at this level.</summary>
    public static string Keys(IEnumerable<Part> parts, int level)
    {
        var text = new DraftText(comments: true);
        text.Parts(parts, level, wide: true);
        return text._text.ToString();
    }

    /// <summary>The same without a comment: two that are equal configure the same.</summary>
    public static string Bare(IEnumerable<Part> parts)
    {
        var text = new DraftText(comments: false);
        text.Parts(parts, 0, wide: false);
        return text._text.ToString();
    }

    private void Parts(IEnumerable<Part> parts, int level, bool wide)
    {
        var isFirst = true;
        foreach (var part in parts)
        {
            if (wide && !isFirst) _text.Append('\n');
            isFirst = false;
            if (_comments)
            {
                foreach (var comment in part.Comments) Comment(comment, level);
            }

            Write(part, level);
        }
    }

    private void Write(Part part, int level)
    {
        var key = Quoted.Plain(part.Key);
        if (part is ValuePart value)
        {
            Line($"{key}: {value.Json},", level);
            return;
        }

        var inner = (ObjectPart)part;
        Line($"{key}: {{", level);
        Parts(inner.Parts, level + 1, inner.IsWide);
        Line("},", level);
    }

    private void Comment(string line, int level) => Line(line.Length > 0 ? $"// {line}" : "//", level);

    private void Line(string line, int level) => _text.Append(' ', level * Indent).Append(line).Append('\n');
}
