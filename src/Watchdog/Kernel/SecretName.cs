using System.Text.RegularExpressions;

namespace Watchdog.Kernel;

/// <summary>Which names say that their value is a secret. Nothing here backtracks over more than a few characters.</summary>
internal static partial class SecretName
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Of a longer name the end is looked at: it says what it is.</summary>
    private const int Longest = 256;

    /// <param name="name">Of a variable, a flag (with its dashes), a header, a JSON member.</param>
    /// <param name="value">What stands after it, with all that follows.</param>
    public static bool Hides(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.Length > Longest) name = name[^Longest..];
        if (!Secret().IsMatch(name) || Constant().IsMatch(value)) return false;
        // A count of them (of a language model, of a limiter).
        if (name.Contains("tokens", StringComparison.OrdinalIgnoreCase) && Number().IsMatch(value)) return false;

        return !(Place().IsMatch(name) && Path().IsMatch(value));
    }

    /// <summary>Whether what follows the flag is its value: <c>--no-password</c> has none, and <c>-x</c> is one only after what is surely a secret's.</summary>
    /// <param name="flag">With its dashes.</param>
    /// <param name="next">What stands after it, with all that follows.</param>
    public static bool HidesNext(ReadOnlySpan<char> flag, ReadOnlySpan<char> next)
    {
        if (next.IsEmpty || next.StartsWith("--") || Without().IsMatch(flag)) return false;
        if (next[0] == '-' && !Sure().IsMatch(flag)) return false;

        return Hides(flag, next);
    }

    /// <summary>Whether the value has words and commas of its own.</summary>
    public static bool IsOfManyWords(ReadOnlySpan<char> name) =>
        name.EndsWith("authorization", StringComparison.OrdinalIgnoreCase) || name.EndsWith("cookie", StringComparison.OrdinalIgnoreCase) || name.EndsWith("cookie2", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is too common to be one elsewhere.</summary>
    public static bool IsInQuery(ReadOnlySpan<char> name) => InQuery().IsMatch(name);

    /// <summary>
    /// First what is one wherever a name holds it (<c>auth</c>, but not <c>author</c>; <c>token</c>, but not <c>tokenizer</c>), then what is one as the last word,
    /// then the kinds of key that are.
    /// </summary>
    [GeneratedRegex(
        """
        token(?!i[sz]) | passw | passphrase | pwd | secret | credential | auth(?!or) | authorization | cookie | signature | sess(?:ion)?[-_.]?id | [cx]srf
        | (?:api|access|private) [-_.]? key
        | (?: (?<![a-z]) | (?-i:(?<=[a-z])(?=[A-Z])) )
          (?: (?: (?:db|user|root|admin|require|key|store|smtp|mail|ldap|bind|redis|my)?pass | pw | jwt | psk | x[-_]session ) \d* \z
            | (?:encrypt(?:ion)?|decrypt(?:ion)?|cipher|sign(?:ing)?|licen[cs]e|client|master|account|shared|storage|subscription|deploy|ssh|tls|ssl|hmac|aes|session|webhook|app) [-_.]? key (?![a-z]) )
        """,
        AnyCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\A(?:key|sig|code|pass|pw|otp)\z", AnyCase)]
    private static partial Regex InQuery();

    [GeneratedRegex(@"(?:file|path|dir)\z|\A-*(?:old)?pwd\z", AnyCase)]
    private static partial Regex Place();

    [GeneratedRegex("""\A["']?(?:\.{0,2}/|~/)""")]
    private static partial Regex Path();

    [GeneratedRegex("""\A["']?[0-9]+(?:\.[0-9]+)?(?![\w.-])""")]
    private static partial Regex Number();

    /// <summary>That there is none may be what is wrong.</summary>
    [GeneratedRegex("""\A["']?(?:true|false|null|none|nil|undefined)(?:["'\s})\],;&]|\z)""", AnyCase)]
    private static partial Regex Constant();

    [GeneratedRegex(@"\A-+(?:no|ask|prompt)-", AnyCase)]
    private static partial Regex Without();

    [GeneratedRegex(@"(?:pass(?:word|wd|phrase)?|pwd?|secret|token|jwt|key)\z", AnyCase)]
    private static partial Regex Sure();
}
