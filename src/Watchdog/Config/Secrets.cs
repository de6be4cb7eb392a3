using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>
/// The values of one service that came from outside its file (<c>${env:…}</c>, <c>${file:…}</c>, <c>${credential:…}</c>), and how they are kept out of
/// what is said. Which of them are secret cannot be known, so all are treated alike.
/// </summary>
internal sealed class Secrets
{
    private const string Mask = "***";

    /// <summary>A shorter value stands by chance in every other sentence, and is none to keep.</summary>
    private const int Shortest = 4;

    private readonly ImmutableArray<string> _forms;

    /// <summary>The longest first: one may be a part of another.</summary>
    private Secrets(ImmutableArray<string> forms) => _forms = forms;

    public static Secrets None { get; } = new([]);

    public static Secrets Of(IEnumerable<string> values)
    {
        var forms = values.Where(value => value.Length >= Shortest).SelectMany(Forms).Distinct().OrderByDescending(form => form.Length).ToImmutableArray();
        return forms.IsEmpty ? None : new Secrets(forms);
    }

    public bool IsEmpty => _forms.IsEmpty;

    /// <summary>The sentence with <c>***</c> for each value, whole or cut short by an ellipsis, as it is or as a URL or JSON spells it.</summary>
    public string Hide(string sentence)
    {
        foreach (var form in _forms)
        {
            sentence = sentence.Replace(form, Mask, StringComparison.OrdinalIgnoreCase);
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

                sentence = string.Concat(sentence.AsSpan(0, from), Mask, sentence.AsSpan(cut));
                cut = from + Mask.Length;
                break;
            }
        }

        return sentence;
    }

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return Words.Line(value, int.MaxValue);
        yield return Uri.EscapeDataString(value);
        yield return JsonEncodedText.Encode(value).ToString();
        if (Uri.TryCreate($"http://h/{value}", UriKind.Absolute, out var url)) yield return url.PathAndQuery[1..];
    }
}
