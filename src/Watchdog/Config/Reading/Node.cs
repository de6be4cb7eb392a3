namespace Watchdog.Config.Reading;

/// <summary>A JSON value that knows where it stands in the file.</summary>
internal sealed class Node(NodeKind kind, int line, int column, Node? parent, string name)
{
    public NodeKind Kind { get; set; } = kind;

    public int Line => line;

    public int Column => column;

    public Node? Parent => parent;

    /// <summary>The value of a string after substitution, or a number, <c>true</c> or <c>false</c> as written.</summary>
    public string Text { get; set; } = "";

    /// <summary>What may be shown of <see cref="Text"/>: a string as it stands in the file, before substitution.</summary>
    public string Shown { get; set; } = "";

    /// <summary>Whether <see cref="Text"/> came from outside the file: never to be printed.</summary>
    public bool IsSecret { get; set; }

    /// <summary>What came from outside, piece by piece.</summary>
    public List<string> Secrets { get; } = [];

    public List<Member> Members { get; } = [];

    public List<Node> Items { get; } = [];

    /// <summary><c>services.foo.command[0]</c></summary>
    public string Path => parent is null ? name : parent.PathOf(name);

    /// <summary>The path of a key of this object, or of an element (<c>[0]</c>) of this array.</summary>
    public string PathOf(string child)
    {
        if (child.StartsWith('[') && Kind == NodeKind.Array) return Path + child;
        var shown = child.Length == 0 || child.AsSpan().ContainsAny(". \"") ? $"\"{child}\"" : child;
        return Path.Length == 0 ? shown : $"{Path}.{shown}";
    }

    public Node? Find(string key)
    {
        foreach (var member in Members)
        {
            if (member.Name == key) return member.Value;
        }

        return null;
    }

    /// <summary>The same place, for a value put together from two.</summary>
    public Node Empty() => new(Kind, line, column, parent, name);
}
