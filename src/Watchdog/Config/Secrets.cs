using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Watchdog.Config.Format;
using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>
/// The values that came from outside a file (<c>${env:…}</c>, <c>${file:…}</c>, <c>${credential:…}</c>), and how they are kept out of what is said. Which
/// of them are secret cannot be known, so all are treated alike.
/// </summary>
internal sealed class Secrets
{
    /// <summary>A shorter value stands by chance in every other sentence, and is none to keep.</summary>
    private const int Shortest = 4;

    /// <summary>A shorter part of a URL's path or query (<c>reset</c>) is a word like any other.</summary>
    private const int ShortestOfUrl = 12;

    private readonly ImmutableArray<string> _forms;

    /// <summary>The longest first: one may be a part of another.</summary>
    private Secrets(IEnumerable<string> forms) => _forms = [.. forms.Where(form => form.Length >= Shortest).Distinct().OrderByDescending(form => form.Length)];

    public static Secrets None { get; } = new([]);

    public bool IsEmpty => _forms.IsEmpty;

    public static Secrets Of(IEnumerable<string> values)
    {
        var secrets = new Secrets(values.SelectMany(Parts).SelectMany(Forms));
        return secrets.IsEmpty ? None : secrets;
    }

    /// <summary>Those of an instance of a template glob: what stands for <c>%i</c> in it may stand in a value.</summary>
    public Secrets With(string instance) => _forms.Any(form => form.Contains(UrlText.Instance, StringComparison.Ordinal))
        ? new Secrets(_forms.Select(form => form.Replace(UrlText.Instance, instance, StringComparison.Ordinal)).Concat(_forms))
        : this;

    /// <summary>These and others.</summary>
    public Secrets And(Secrets others) => others.IsEmpty ? this : IsEmpty ? others : new Secrets(_forms.Concat(others._forms));

    /// <summary>The sentence with <c>***</c> for each value, whole or cut short by an ellipsis, as it is or as a URL or JSON spells it.</summary>
    public string Hide(string sentence)
    {
        foreach (var form in _forms)
        {
            sentence = sentence.Replace(form, EffectiveWriter.Mask, StringComparison.OrdinalIgnoreCase);
            sentence = HideCut(sentence, form);
        }

        return sentence;
    }

    public Reason Hide(Reason reason) => reason.Sentence is null ? reason : reason with { Sentence = Hide(reason.Sentence) };

    private static string HideCut(string sentence, string form)
    {
        for (var cut = sentence.IndexOf('…'); cut >= 0; cut = sentence.IndexOf('…', cut + 1))
        {
            for (var length = Math.Min(form.Length, cut); length >= Shortest; length--)
            {
                var from = cut - length;
                if (!sentence.AsSpan(from, length).Equals(form.AsSpan(0, length), StringComparison.OrdinalIgnoreCase)) continue;

                sentence = string.Concat(sentence.AsSpan(0, from), EffectiveWriter.Mask, sentence.AsSpan(cut));
                cut = from + EffectiveWriter.Mask.Length;
                break;
            }
        }

        return sentence;
    }

    /// <summary>A sentence may tell a part of a value alone: a line of a file, the host or the path of a URL.</summary>
    private static IEnumerable<string> Parts(string value)
    {
        yield return value;
        foreach (var line in value.Split('\n', StringSplitOptions.TrimEntries)) yield return line;

        // Of a whole URL, the scheme is no host: it would hide "HTTP" in every sentence.
        var isUrl = value.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || value.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        foreach (var text in isUrl ? (string[])[value] : [value, $"http://{value}", $"http://h/{value.TrimStart('/')}"])
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !url.Scheme.StartsWith("http", StringComparison.Ordinal)) continue;
            yield return url.Host;
            yield return url.IdnHost;
            foreach (var part in OfUrl(url)) yield return part;
        }
    }

    /// <summary>What of a path or query may be a token: not a word that sentences have as well.</summary>
    private static IEnumerable<string> OfUrl(Uri url)
    {
        var path = url.AbsolutePath[1..];
        if (path.Contains('/', StringComparison.Ordinal)) yield return path;
        yield return url.Query;
        foreach (var part in path.Split('/').Concat(url.Query.TrimStart('?').Split('&', '=')))
        {
            if (part.Length >= ShortestOfUrl && !part.All(char.IsLetter)) yield return part;
        }

        if (url.UserInfo.Split(':', 2) is [_, var password]) yield return Uri.UnescapeDataString(password);
    }

    private static IEnumerable<string> Forms(string part) =>
    [
        part,
        Words.Line(part, int.MaxValue),
        Uri.EscapeDataString(part),
        JsonEncodedText.Encode(part).ToString(),
        JsonEncodedText.Encode(part, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
    ];
}
