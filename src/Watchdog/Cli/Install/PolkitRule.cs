using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Watchdog.Cli.Install;

/// <summary>
/// The rule that lets the watchdog's user restart the configured units. A name becomes an anchored expression of known characters only, so that
/// nothing in a configuration can end a string, a line or a pattern of the script that polkitd runs as root's judge.
/// </summary>
internal static class PolkitRule
{
    private const string Mark = "/* the units, as expressions for the whole name */";

    // systemd's own VALID_CHARS of a unit name, with the @ of templates (src/basic/unit-name.c).
    private const string NameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:-_.\\@";
    private const string GlobCharacters = "*?[]!";
    private const string AnyCharacter = @"[A-Za-z0-9:_.\\@-]";
    private const int MaxName = 255;

    private static readonly SearchValues<char> s_known = SearchValues.Create(NameCharacters + GlobCharacters);

    /// <summary>The rule's text for these units, or the first problem in one line.</summary>
    public static bool TryWrite(IEnumerable<string> units, [NotNullWhen(true)] out string? rule, [NotNullWhen(false)] out string? problem)
    {
        var lines = new List<string>();
        rule = null;
        foreach (var unit in units.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!TryTranslate(unit, out var expression, out problem))
                return false;

            lines.Add($"/^{expression}$/,");
        }

        problem = null;
        rule = DeployFile.Text("service-watchdog.rules").Replace(Mark, string.Join("\n        ", lines), StringComparison.Ordinal);
        return true;
    }

    /// <summary>A unit name or glob as the inside of an anchored expression, the same in JavaScript and .NET.</summary>
    public static bool TryTranslate(string unit, [NotNullWhen(true)] out string? expression, [NotNullWhen(false)] out string? problem)
    {
        expression = null;
        problem = Refusal(unit);
        if (problem is not null)
            return false;

        var result = new StringBuilder();
        for (var i = 0; i < unit.Length; i++)
        {
            switch (unit[i])
            {
                case '*':
                    result.Append(AnyCharacter).Append('*');
                    break;
                case '?':
                    result.Append(AnyCharacter);
                    break;
                case '[' when TryTranslateSet(unit, ref i, out var set):
                    result.Append(set);
                    break;
                case '[' or ']' or '!':
                    problem = $"the unit '{unit}' has a set that cannot be read: write single characters and ranges, [0-9] or [!ab]";
                    return false;
                case '.' or '\\':
                    result.Append('\\').Append(unit[i]);
                    break;
                default:
                    result.Append(unit[i]);
                    break;
            }
        }

        expression = result.ToString();
        return true;
    }

    private static string? Refusal(string unit)
    {
        if (unit.Length is 0 or > MaxName)
            return $"a unit name has 1 to {MaxName} characters";
        if (unit.AsSpan().IndexOfAnyExcept(s_known) is var at and >= 0)
            return $"the unit '{Printable(unit)}' has a character (U+{(int)unit[at]:X4}) that no unit name has: correct it in the configuration";
        if (!unit.EndsWith(".service", StringComparison.Ordinal) || unit == ".service")
            return $"the unit '{unit}' is not a service: only units that end in .service can be restarted without root";
        if (GlobCharacters.Contains(unit[0]))
            return $"the unit '{unit}' would cover services of any name: begin it with the name that they share, as in hello-agent@*.service";
        return null;
    }

    private static bool TryTranslateSet(string unit, ref int at, [NotNullWhen(true)] out string? set)
    {
        set = null;
        var close = unit.IndexOf(']', at);
        if (close < 0)
            return false;

        var inside = unit.AsSpan(at + 1, close - at - 1);
        var negated = inside is ['!', ..];
        var rest = negated ? inside[1..] : inside;
        if (rest.IsEmpty)
            return false;

        for (var i = 0; i < rest.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(rest[i]))
                return false;
            if (i + 1 == rest.Length || rest[i + 1] != '-')
                continue;
            // A reversed range is an error of the whole script in JavaScript.
            if (i + 2 >= rest.Length || !char.IsAsciiLetterOrDigit(rest[i + 2]) || rest[i + 2] < rest[i])
                return false;
            i += 2;
        }

        // A negated set must not let through what no name has.
        set = negated ? $"(?![{rest}]){AnyCharacter}" : $"[{rest}]";
        at = close;
        return true;
    }

    private static string Printable(string text) =>
        string.Concat(text.Take(100).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c));
}
