using System.Text.RegularExpressions;
using Watchdog.Config.Format;

namespace Watchdog.Kernel;

/// <summary>
/// Takes what looks like a secret out of a line of anybody's text: the value of what a name says to be one (an assignment, a flag, a header, a JSON member),
/// the user and password of a URL, what follows "Bearer" or "Basic", and what has the shape of a key that somebody hands out. One that neither its name nor its
/// shape betrays is not recognized; rather too much is taken than too little.
/// </summary>
/// <remarks>The time it takes grows with the length alone, whatever stands there: no expression backtracks.</remarks>
internal static partial class SecretMask
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const RegexOptions AnyCase = Linear | RegexOptions.IgnoreCase;

    /// <summary>What a name holds that says it is one; <c>auth</c>, but not <c>author</c>.</summary>
    public const string Name =
        @"(?:[\w.-]*(?:token|passw|passphrase|pwd|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|credential|authorization|cookie|signature|session[-_.]?id)[\w.-]*|[\w.-]*auth(?:[a-np-z0-9_.-][\w.-]*|o(?:[a-qs-z0-9_.-][\w.-]*)?)?)";

    /// <summary>Between a name and its value, also in JSON, and in JSON within JSON.</summary>
    private const string Is = """\\*["']?\s{0,4}(?:=>|:=|[=:])\s{0,4}""";

    /// <summary>Quoted, to its closing quote or the end; escaped quotes, to the next of them; else up to what ends a word. A comma within a word belongs to it.</summary>
    private const string Value = """(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+["'][^"'\\]*(?:\\+["'])?|(?:[^\s&;,"'\\]|,[^\s&;,"'\\])+)""";

    private const string Before = "${before}" + EffectiveWriter.Mask;

    /// <param name="line">One line, or several: nothing is found that goes on in the next.</param>
    public static string Hide(string line)
    {
        if (line.Length == 0) return line;

        line = UserInUrl().Replace(line, $"://{EffectiveWriter.Mask}@");
        line = Header().Replace(line, Before);
        line = Assigned().Replace(line, Before);
        line = InQuery().Replace(line, Before);
        line = Flag().Replace(line, Before);
        line = Scheme().Replace(line, Before);
        return Shape().Replace(line, EffectiveWriter.Mask);
    }

    [GeneratedRegex(@"://[^\s/@""']+@", Linear)]
    private static partial Regex UserInUrl();

    /// <summary>The whole value: it has words and commas of its own. Up to a quote, where it stands in one. What is masked already stays as it is.</summary>
    [GeneratedRegex("""(?<before>\b(?:[\w-]*authorization|(?:set-)?cookie2?)\\*["']?\s{0,4}[:=]\s{0,4}\\*["']?)[^\s*"'\\][^"'\r\n\\]*""", AnyCase)]
    private static partial Regex Header();

    [GeneratedRegex($"(?<before>{Name}{Is}){Value}", AnyCase)]
    private static partial Regex Assigned();

    [GeneratedRegex("""(?<before>[?&](?:key|sig|code|pass|pw|otp)=)[^\s&"'#]+""", AnyCase)]
    private static partial Regex InQuery();

    [GeneratedRegex($@"(?<before>(?:^|\s)-{Name}\s+)[^\s-]\S*", AnyCase)]
    private static partial Regex Flag();

    [GeneratedRegex(@"(?<before>\b(?:bearer|basic)\s+)[^\s""']+", AnyCase)]
    private static partial Regex Scheme();

    /// <summary>Keys of AWS, GitHub, GitLab, Slack, OpenAI and Anthropic, Stripe, Google, npm, and a JWT: as their makers write them.</summary>
    [GeneratedRegex(
        @"\b(?:(?:AKIA|ASIA)[0-9A-Z]{12,}|gh[pousr]_[0-9A-Za-z]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{8,}|sk-[\w-]{16,}|[sr]k_(?:live|test)_\w{8,}|AIza[\w-]{30,}|npm_[0-9A-Za-z]{30,}|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*)",
        Linear)]
    private static partial Regex Shape();
}
