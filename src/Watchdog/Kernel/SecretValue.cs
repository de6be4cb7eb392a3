using System.Text.RegularExpressions;

namespace Watchdog.Kernel;

/// <summary>Where a value ends that begins somewhere in a text.</summary>
internal static partial class SecretValue
{
    /// <summary>Of an assignment: a quoted one, a JSON container, or a word.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        start = AfterLead(text, start);
        if (start >= text.Length) return start;
        if (text[start] is '[' or '{')
        {
            var end = Container(text, start);
            return end < text.Length && char.IsLetterOrDigit(text[end]) ? Word(text, end) : end;
        }

        return IsQuote(text, start) ? Quoted(text, start) : Word(text, start);
    }

    /// <summary>Of a flag: a quoted one, or all up to a space, or up to a quote, where the whole command stands in one.</summary>
    public static int Argument(ReadOnlySpan<char> text, int start)
    {
        if (IsQuote(text, start)) return Quoted(text, start);

        var at = start;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text, at)) at++;
        return at;
    }

    /// <summary>Of a header: the whole of it, up to a quote, where it stands in one; those of its parameters (<c>response="…"</c>) belong to it. Or a list of them, in JSON.</summary>
    public static int Header(ReadOnlySpan<char> text, int start)
    {
        if (start < text.Length && text[start] is '[' && IsQuote(text, start + 1 + Blanks(text[(start + 1)..]))) return Container(text, start);
        if (AfterLead(text, start) is var open && IsQuote(text, open)) return Quoted(text, open);

        var at = start;
        while (at < text.Length && text[at] is not ('\r' or '\n') && !IsQuote(text, at)) at = text[at] == '=' && IsQuote(text, at + 1) ? Quoted(text, at + 1) : at + 1;
        return at;
    }

    /// <summary>Of the text of an XML element, all up to its closing tag; where it is not closed, it is none.</summary>
    public static int Element(ReadOnlySpan<char> text, int start)
    {
        const string Verbatim = "<![CDATA[";
        if (text[start..].StartsWith(Verbatim)) return text[start..].IndexOf("]]>") is >= 0 and var length ? start + length : text.Length;

        var end = text[start..].IndexOf('<');
        return end >= 0 && text[(start + end)..].StartsWith("</") ? start + end : start;
    }

    /// <summary>What a writer puts before a value is not all of it.</summary>
    private static int AfterLead(ReadOnlySpan<char> text, int start)
    {
        foreach (var match in Lead().EnumerateMatches(text[start..])) return start + match.Length;
        return start;
    }

    private static int Blanks(ReadOnlySpan<char> text) => text.Length - text.TrimStart(' ').Length;

    /// <summary>Also an escaped one: of JSON within JSON.</summary>
    public static bool IsQuote(ReadOnlySpan<char> text, int at)
    {
        at = AfterBackslashes(text, at);
        return at < text.Length && text[at] is '"' or '\'';
    }

    /// <summary>To its closing quote, or the end; after an escaped one, to the next of them.</summary>
    public static int Quoted(ReadOnlySpan<char> text, int start)
    {
        var open = AfterBackslashes(text, start);
        var quote = text[open];
        for (var at = open + 1; at < text.Length; at++)
        {
            if (text[at] == quote) return at + 1;
            if (text[at] != '\\') continue;
            if (open > start && IsQuote(text, at)) return AfterBackslashes(text, at) + 1;

            at++;
        }

        return text.Length;
    }

    /// <summary>To the bracket that closes it, or the end. Brackets in its strings do not count.</summary>
    private static int Container(ReadOnlySpan<char> text, int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '[' or '{': depth++; break;
                case ']' or '}' when --depth == 0: return at + 1;
                case '"' or '\'': at = Quoted(text, at) - 1; break;
                case '\\': at++; break;
            }
        }

        return text.Length;
    }

    /// <summary>Up to what ends a word; a comma within one belongs to it.</summary>
    private static int Word(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (at < text.Length && !IsEnd(text, at) && !(text[at] == ',' && (at + 1 == text.Length || IsEnd(text, at + 1) || text[at + 1] == ','))) at++;
        return at;
    }

    private static bool IsEnd(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '&' or ';' or '"' or '\'' => true,
        '\\' => at + 1 < text.Length && text[at + 1] is '"' or '\'' or '\\' or 'n' or 'r' or 't',
        var other => char.IsWhiteSpace(other),
    };

    /// <summary>No more than a few: a run of them is walked over once, not once from each.</summary>
    private static int AfterBackslashes(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 8; at < most && at < text.Length && text[at] == '\\';) at++;
        return at;
    }

    /// <summary>
    /// A tag of YAML; then a name and an address of gdb's (<c>x@entry=0x7f… "…"</c>, with a symbol between), or what makes the string of a language's own
    /// (<c>b'…'</c>, <c>Some("…")</c>).
    /// </summary>
    [GeneratedRegex(
        """\A(?:![\w!:/.-]{0,64}[ \t]{1,4}(?![|>\s]))?(?:\w{1,128}@entry=)?(?:(?:@?0x[0-9a-f]{1,16}:?[ \t]{1,4}(?:<[^"']{1,256}>[ \t]{1,4})?)?(?:[\w:.]{0,64}\(){0,4}(?:(?:u8|l)(?=\\{0,8}")|[burf]{1,2})?(?=\\{0,8}["']))?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lead();
}
