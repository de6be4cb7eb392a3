using System.Text;
using System.Text.RegularExpressions;
using Watchdog.Config;
using Watchdog.Config.Format;
using Watchdog.Kernel;

namespace Watchdog.Evidence;

/// <summary>
/// The one way that text takes into evidence: without the values that the configuration has from outside, and without what looks like a secret. One for each
/// file: a private key goes on over lines, and a secret stands below its name; lines may come one by one.
/// </summary>
internal sealed partial class LineRedactor(Secrets secrets)
{
    /// <summary>Characters. A line that is longer loses its end.</summary>
    public const int LongestLine = 64 << 10;

    /// <summary>What is looked at of a line at all.</summary>
    private const int MostLookedAt = 1 << 20;

    /// <summary>No private key has as many lines; whatever was taken for one has ended without saying so.</summary>
    private const int MostKeyLines = 200;

    private const string Dashes = "-----";
    private const string Begin = Dashes + "BEGIN ";
    private const string KeyEnd = "PRIVATE KEY";

    private readonly SecretBelow _below = new();

    private int _keyLines;

    /// <summary>What stands on the line before a key's begin: a journal has time and writer before each.</summary>
    private string _beforeKey = "";

    /// <summary>Whole lines, each ended by one line break, without other control characters than tabs.</summary>
    public string Hide(string text)
    {
        var hidden = new StringBuilder(text.Length + 16);
        foreach (var line in text.AsSpan().TrimEnd("\r\n").EnumerateLines())
        {
            if (Line(line) is not { } kept) continue;
            hidden.Append(kept).Append('\n');
        }

        return hidden.ToString();
    }

    /// <summary>A sentence that goes into the index: as one line.</summary>
    public static string Sentence(Secrets secrets, string sentence) => Clean(SecretMask.Hide(secrets.Hide(sentence.ReplaceLineEndings(" "))));

    /// <returns>Null where the line is within a private key.</returns>
    private string? Line(ReadOnlySpan<char> line)
    {
        if (line.Length > MostLookedAt) line = line[..MostLookedAt];
        if (_keyLines > 0)
        {
            _keyLines--;
            var end = EndOfKey(line);
            if (end < 0 && IsOfKey(line)) return null;

            _keyLines = 0;
            if (end >= 0)
            {
                line = line[end..];
                if (line.IsWhiteSpace()) return null;
            }
        }

        var text = WithoutKeys(line);
        var secret = _below.Start(text);
        if (secret < text.Length) text = text[..secret] + EffectiveWriter.Mask;
        var hidden = SecretMask.Hide(secrets.Hide(text));
        return Clean(hidden.Length > LongestLine ? $"{hidden.AsSpan(0, LongestLine)}… (the line goes on)" : hidden);
    }

    /// <summary>Whole keys within a line (JSON has them so), and where one begins, the rest of the line.</summary>
    private string WithoutKeys(ReadOnlySpan<char> line)
    {
        var rest = line.ToString();
        for (var begin = BeginOfKey(rest, 0); begin >= 0; begin = BeginOfKey(rest, begin + EffectiveWriter.Mask.Length))
        {
            var after = rest.AsSpan(begin + Begin.Length);
            var end = EndOfKey(after);
            if (end < 0)
            {
                _keyLines = MostKeyLines;
                _beforeKey = rest[..begin].TrimEnd();
                return $"{rest.AsSpan(0, begin)}{EffectiveWriter.Mask} (a private key)";
            }

            rest = $"{rest.AsSpan(0, begin)}{EffectiveWriter.Mask}{after[end..]}";
        }

        return rest;
    }

    /// <summary>
    /// Whether a line may go on with the key. Somebody may have written of a key's begin only: the first line that has not the shape of one ends it, and is shown.
    /// </summary>
    private bool IsOfKey(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd();
        if (line.IsEmpty || LongEncoded().IsMatch(line) || KeyHeader().IsMatch(line)) return true;

        var words = Words(_beforeKey);
        // The empty line after a key's headers.
        if (words > 0 && Words(line) == words && line[^1] == _beforeKey[^1]) return true;

        var last = line[(line.LastIndexOfAny(' ', '\t') + 1)..];
        return Encoded().IsMatch(last) && (last.Length == line.Length || Words(line) == words + 1);
    }

    private static int Words(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not (' ' or '\t') && (at == 0 || text[at - 1] is ' ' or '\t')) words++;
        }

        return words;
    }

    /// <summary>As a whole line of a key, wherever it stands.</summary>
    [GeneratedRegex("[A-Za-z0-9+/]{60}", RegexOptions.NonBacktracking)]
    private static partial Regex LongEncoded();

    [GeneratedRegex(@"\A[A-Za-z0-9+/]*={0,2}[A-Za-z0-9+/]{0,4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"(?:^|\s)(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset): ", RegexOptions.NonBacktracking)]
    private static partial Regex KeyHeader();

    private static int BeginOfKey(string line, int from)
    {
        for (var begin = line.IndexOf(Begin, from, StringComparison.Ordinal); begin >= 0; begin = line.IndexOf(Begin, begin + 1, StringComparison.Ordinal))
        {
            var name = line.AsSpan(begin + Begin.Length);
            var close = name.IndexOf(Dashes);
            if ((close < 0 ? name : name[..close]).Contains(KeyEnd, StringComparison.Ordinal)) return begin;
        }

        return -1;
    }

    /// <summary>Where the line goes on after a key's end; -1 where there is none.</summary>
    private static int EndOfKey(ReadOnlySpan<char> line)
    {
        var end = line.IndexOf(Dashes + "END ");
        if (end < 0) return -1;

        var from = end + Dashes.Length + "END ".Length;
        var close = line[from..].IndexOf(Dashes);
        return close < 0 ? line.Length : from + close + Dashes.Length;
    }

    private static string Clean(string line) => line.Any(IsOdd) ? string.Concat(line.Select(c => IsOdd(c) ? ' ' : c)) : line;

    private static bool IsOdd(char c) => char.IsControl(c) && c != '\t';
}
