using System.Text.RegularExpressions;
using Watchdog.Kernel;

namespace Watchdog.Evidence;

/// <summary>
/// A secret below its name: in YAML, in indented JSON, after a prompt. Where a line ends with the name of one and nothing behind it, the next line is taken for
/// the value, and after it those that are indented more than the name. Where the name stands as a value itself (<c>name: DB_PASSWORD</c>), a <c>value:</c> on
/// the next line is taken.
/// </summary>
/// <remarks>
/// A log has time and writer before each line, and the lines of others in between. One that begins otherwise than the name's did may be another's: the first
/// of these is taken all the same, no more.
/// </remarks>
internal sealed partial class SecretBelow
{
    /// <summary>Looked at below a name: a word that is no name must not cost a log.</summary>
    public const int MostLines = 16;

    /// <summary>Characters of a line's begin and of its end that are looked at for a name.</summary>
    private const int Longest = 320;

    private const RegexOptions AnyCase = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>The words before the name, each number in them as 0.</summary>
    private string[] _before = [];

    /// <summary>How many of them each line of its writer has: those of a sentence are not among these.</summary>
    private int _head;

    /// <summary>From there to the name.</summary>
    private int _indent;

    /// <summary>Lines that may still have to do with it.</summary>
    private int _left;

    /// <summary>Whose value is awaited; null once that has begun.</summary>
    private string? _name;
    private bool _isPair;
    private bool _tookAnothers;

    /// <summary>To be asked of each line, in their order.</summary>
    /// <returns>From where on the line is a secret; its length where it has none.</returns>
    public int Start(string line)
    {
        var start = _left > 0 ? Look(line) : line.Length;
        if (_left == 0) Await(line);
        return start;
    }

    private int Look(string line)
    {
        _left--;
        var (words, end) = SameWords(line);
        var start = AfterBlanks(line, end);
        if (start == line.Length) return start;
        if (words > 0 && words < _head) return OfAnother(line, start);

        var value = line.AsSpan(start);
        var indent = start - end;
        var isBelow = words == _before.Length ? indent > _indent || (indent == _indent && value.StartsWith("- ")) : words == 0 && indent > 0;
        var name = _name;
        _name = null;
        if (name is not null && _isPair) return Paired(name, line, start, indent);

        var isValue = name is null ? isBelow : (isBelow || !Member().IsMatch(value)) && SecretName.Hides(name, value);
        if (!isValue || !isBelow) _left = 0;
        return isValue ? start : line.Length;
    }

    /// <summary>Or of the same writer, at another level.</summary>
    private int OfAnother(string line, int start)
    {
        if (_name is null || _isPair || _tookAnothers) return line.Length;

        _tookAnothers = true;
        return start;
    }

    private int Paired(string name, string line, int start, int indent)
    {
        var length = 0;
        foreach (var match in Value().EnumerateMatches(line.AsSpan(start))) length = match.Length;
        var isValue = length > 0 && SecretName.Hides(name, line.AsSpan(start + length));
        if (isValue) _indent = indent;      // it may go on below
        else _left = 0;
        return isValue ? start + length : line.Length;
    }

    /// <summary>Looks for a name at the line's end.</summary>
    private void Await(string line)
    {
        var text = line.AsSpan().TrimEnd();
        var skipped = Math.Max(0, text.Length - Longest);
        var tail = text[skipped..].ToString();
        var below = Name().Match(tail);
        var found = below.Success ? below : NameAsValue().Match(tail);
        if (!found.Success || !SecretName.Hides(found.Groups["name"].ValueSpan, default)) return;

        var lead = text[..(skipped + (below.Success ? found.Groups["name"].Index : found.Index))].TrimEnd("\\\"'");
        var before = lead.TrimEnd(" \t-");
        _before = Numbers().Replace(before[..Math.Min(before.Length, Longest)].ToString(), "0").Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        _head = Array.FindLastIndex(_before, static word => !word.All(char.IsLetter)) + 1;
        (_name, _isPair, _tookAnothers) = (found.Groups["name"].Value, !below.Success, false);
        (_indent, _left) = (lead.Length - before.Length, MostLines);
    }

    /// <returns>How many words of the line are those before the name, and where these end.</returns>
    private (int Count, int End) SameWords(string line)
    {
        var (count, end) = (0, 0);
        while (count < _before.Length)
        {
            var start = AfterBlanks(line, end);
            var stop = start;
            while (stop < line.Length && stop - start <= Longest && line[stop] is not (' ' or '\t')) stop++;
            if (Numbers().Replace(line[start..stop], "0") != _before[count]) break;

            (count, end) = (count + 1, stop);
        }

        return (count, end);
    }

    private static int AfterBlanks(string line, int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
        return at;
    }

    /// <summary>With what opens a block, a list or an object behind it, or nothing.</summary>
    [GeneratedRegex("""(?<name>[\w.-]+)\\{0,8}["']?\]?[ \t]{0,4}(?:=>|:=|==?|:)[ \t]*(?:(?:![\w!]{1,32}[ \t]+)?[|>][-+0-9]{0,2}|\[|\{)?\z""", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("""\b(?:name|key)\\{0,8}["']?[ \t]*[:=][ \t]*\\{0,8}["']?(?<name>[\w.-]+)\\{0,8}["']?[ \t]*,?\z""", AnyCase)]
    private static partial Regex NameAsValue();

    [GeneratedRegex("""\A(?:- )?\\{0,8}["']?value\\{0,8}["']?[ \t]*(?:=>|[:=])[ \t]*""", AnyCase)]
    private static partial Regex Value();

    /// <summary>The next name: what was awaited is empty. Or what closes the object.</summary>
    [GeneratedRegex("""\A(?:["']?[A-Za-z_][\w.-]*["']?[ \t]*(?:=>|=[^=]|:(?:[ \t]|\z))|[\])},;]+[ \t]*\z)""", RegexOptions.NonBacktracking)]
    private static partial Regex Member();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
