using System.Text;
using System.Text.RegularExpressions;
using Watchdog.Config.Format;

namespace Watchdog.Kernel;

/// <summary>
/// Takes what looks like a secret out of a line of anybody's text: the value of what a name says to be one (an assignment, a flag, a header, a JSON member),
/// the user and password of a URL, the path of a webhook, what follows "Bearer" or "Basic", and what has the shape of a key that somebody hands out. One that
/// neither its name nor its shape betrays is not recognized; rather too much is taken than too little.
/// </summary>
/// <remarks>The time it takes grows with the length alone, whatever stands there: names are walked over once, and no expression over a line backtracks.</remarks>
internal static partial class SecretMask
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const RegexOptions AnyCase = Linear | RegexOptions.IgnoreCase;
    private const RegexOptions Short = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const string Before = "${before}" + EffectiveWriter.Mask;

    /// <param name="line">One line, or several: nothing is found that goes on in the next.</param>
    public static string Hide(string line)
    {
        if (line.Length == 0) return line;

        if (line.Contains("://", StringComparison.Ordinal)) line = UserInUrl().Replace(line, $"://{EffectiveWriter.Mask}@");
        if (line.Contains('/')) line = Webhook().Replace(line, Before);
        line = Named(line);
        if (line.Contains('-')) line = UserFlag().Replace(line, Before);
        line = Scheme().Replace(line, Before);
        return Shape().Replace(line, EffectiveWriter.Mask);
    }

    /// <summary>A name, what makes it one of a value, and the value.</summary>
    private static string Named(string line)
    {
        StringBuilder? hidden = null;
        var taken = 0;
        var isDigest = false;
        for (var start = 0; start < line.Length;)
        {
            if (!IsOfName(line[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < line.Length && IsOfName(line[end])) end++;
            isDigest |= line.AsSpan(start..end).Equals("digest", StringComparison.OrdinalIgnoreCase);
            var (from, to) = Element(line, start, end);
            if (from >= to) (from, to) = Value(line, start, end, isDigest);
            start = end;
            if (from >= to) continue;

            // Between a name and its value may be others: the attributes of an XML element.
            (hidden ??= new StringBuilder(line.Length)).Append(line, taken, end - taken).Append(Named(line[end..from])).Append(EffectiveWriter.Mask);
            start = taken = to;
        }

        return hidden is null ? line : hidden.Append(line, taken, line.Length - taken).ToString();
    }

    /// <summary>Whether it may stand in the name of a variable, a flag, a header, a member.</summary>
    public static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <returns>Where the secret stands that the name is one of; nowhere, where it is none.</returns>
    private static (int From, int To) Value(string line, int start, int end, bool isDigest)
    {
        // Most words are followed by a word.
        if (end == line.Length || (line[end] == ' ' && line[start] != '-' && end + 1 < line.Length && line[end + 1] is not (' ' or '=' or ':' or 'i' or 'w'))) return default;

        var name = line.AsSpan(start..end);
        var before = start == 0 ? ' ' : line[start - 1];
        var separator = Length(Is(), line, end);
        var isMember = separator == 0 && IsInTuple(line, start);
        if (isMember) separator = Length(Comma(), line, end);
        if (separator == 0)
        {
            return line[start] == '-' && (char.IsWhiteSpace(before) || before is '"' or '\'') ? Next(line, end, name) : default;
        }

        var from = end + separator;
        var value = line.AsSpan(from);
        if (SecretName.Hides(name, value.TrimStart('\\')))
        {
            // What is masked already stays as it is.
            var isWhole = SecretName.IsOfManyWords(name) && !value.StartsWith(EffectiveWriter.Mask);
            return (from, isWhole ? SecretValue.Header(line, from) : SecretValue.End(line, from));
        }

        var isSecret = before switch
        {
            _ when isMember => false,
            '?' or '&' => SecretName.IsInQuery(name),
            // A map written as a list of pairs names its keys so: that is no key of anybody's.
            '"' or '\'' when name.Equals("key", StringComparison.OrdinalIgnoreCase) && SecretValue.IsQuote(line, from) => Length(IsPaired(), line, SecretValue.Quoted(line, from)) == 0,
            _ => isDigest && name is "response",
        };
        return isSecret ? (from, SecretValue.End(line, from)) : default;
    }

    /// <summary>The text of an XML element that is named so.</summary>
    private static (int From, int To) Element(string line, int start, int end)
    {
        if (start == 0 || line[start - 1] != '<' || Length(Opened(), line, end) is not (> 0 and var opened)) return default;

        var from = end + opened;
        var name = line.AsSpan(start..from);
        return SecretName.Hides(name[..name.IndexOfAny(" \t>")], line.AsSpan(from)) ? (from, SecretValue.Element(line, from)) : default;
    }

    /// <summary>Python's <c>('password', '…')</c>, with bytes too.</summary>
    private static bool IsInTuple(string line, int start)
    {
        if (start < 2 || line[start - 1] is not ('"' or '\'')) return false;

        return line[start - 2] == '(' || (start > 2 && line[start - 2] is 'b' or 'u' && line[start - 3] == '(');
    }

    /// <summary>The value of a flag: the next argument.</summary>
    private static (int From, int To) Next(string line, int end, ReadOnlySpan<char> flag)
    {
        if (Length(ToNext(), line, end) is not (> 0 and var gap)) return default;

        var from = end + gap;
        return SecretName.HidesNext(flag, line.AsSpan(from).TrimStart("\\\"'")) ? (from, SecretValue.Argument(line, from)) : default;
    }

    private static int Length(Regex anchored, string line, int at)
    {
        foreach (var match in anchored.EnumerateMatches(line.AsSpan(at))) return match.Length;
        return 0;
    }

    /// <summary>Between a name and its value, also in JSON, and in JSON within JSON; where the name is the value of a member, and the value of another; in a sentence.</summary>
    [GeneratedRegex(
        """\A(?:\\{0,8}["']?\]?[ \t]{0,4}(?:=>|:=|==?|:(?!:))[ \t]{0,4}|\\{0,8}["'][ \t]{0,4},[ \t]{0,4}\\{0,8}["']value\\{0,8}["'][ \t]{0,4}:[ \t]{0,4}|[ \t]{1,4}(?:is|was)[ \t]{1,4}(?=\\{0,8}["']))""",
        Short)]
    private static partial Regex Is();

    /// <summary>Between the members of a tuple.</summary>
    [GeneratedRegex("""\A["'][ \t]{0,4},[ \t]{0,4}(?=[bu]?["'])""", Short)]
    private static partial Regex Comma();

    /// <summary>The rest of an XML tag behind its name, or behind the name of its namespace.</summary>
    [GeneratedRegex("""\A(?::[\w.-]{1,128})?(?:[ \t][^<>]{0,256})?>""", Short)]
    private static partial Regex Opened();

    /// <summary>After the closing quote of a value.</summary>
    [GeneratedRegex("""\A[ \t]{0,4},[ \t]{0,4}\\{0,8}["']value\\{0,8}["']""", Short)]
    private static partial Regex IsPaired();

    /// <summary>Between a flag and its value, also in a list in JSON.</summary>
    [GeneratedRegex("""\A(?:[ \t]{1,16}(?=\S)|\\{0,8}["'][ \t]{0,4},[ \t]{0,4}(?=\\{0,8}["']))""", Short)]
    private static partial Regex ToNext();

    /// <summary>A password may have an @, a host has none.</summary>
    [GeneratedRegex("""://[^\s/"']+@""", Linear)]
    private static partial Regex UserInUrl();

    /// <summary>Whoever has the path of one may write there.</summary>
    [GeneratedRegex("""(?<before>\b(?:hooks\.slack\.com/\w+|discord(?:app)?\.com/api/(?:v\d+/)?webhooks|webhook\.office\.com/webhookb2)/|\bapi\.telegram\.org/bot)[^\s"'<>\\]+""", AnyCase)]
    private static partial Regex Webhook();

    /// <summary>curl's user and password; that of <c>docker run</c> is two numbers.</summary>
    [GeneratedRegex("""(?<before>(?:^|\s)(?:-u|--user|--proxy-user)(?:=|\s{1,4})["']?[^\s:"'/]*[^\s:"'/\d][^\s:"'/]*:)[^\s"'/][^\s"']*""", Linear)]
    private static partial Regex UserFlag();

    /// <summary>After "basic", words are words: there is a capital, a digit or a sign in what is encoded.</summary>
    [GeneratedRegex("""(?<before>\bbearer\s+)[^\s"']+|(?<before>\bbasic\s+)[a-z]*(?-i:[A-Z0-9+/=*])[^\s"']*""", AnyCase)]
    private static partial Regex Scheme();

    /// <summary>Keys of AWS, GitHub, GitLab, Slack, OpenAI and Anthropic, Stripe, Google, npm, and a JWT: as their makers write them.</summary>
    [GeneratedRegex(
        @"\b(?:(?:AKIA|ASIA)[0-9A-Z]{12,}|gh[pousr]_[0-9A-Za-z]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{8,}|sk-[\w-]{16,}|[sr]k_(?:live|test)_\w{8,}|AIza[\w-]{30,}|npm_[0-9A-Za-z]{30,}|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*)",
        Linear)]
    private static partial Regex Shape();
}
