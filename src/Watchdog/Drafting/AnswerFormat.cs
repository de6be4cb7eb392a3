using System.Text;
using System.Text.Json;
using Watchdog.Probes;

namespace Watchdog.Drafting;

/// <summary>Recognises the format of an answer, and whether it says that its service is well. Pure.</summary>
internal static class AnswerFormat
{
    private const string Standard = "application/health+json";

    /// <param name="path">That was asked: at <c>/</c>, an answer without a word for health is an index.</param>
    /// <param name="status">Of HTTP.</param>
    /// <param name="mediaType">Without parameters; null for none.</param>
    /// <param name="body">All of it.</param>
    public static HealthAnswer Recognise(string path, int status, string? mediaType, ReadOnlyMemory<byte> body) => status switch
    {
        >= 200 and <= 299 => Body(path == HealthPaths.Root, mediaType ?? "", body),
        >= 300 and <= 399 => HealthAnswer.Of(AnswerKind.Redirect, $"{status}"),
        401 or 403 or 407 => HealthAnswer.Of(AnswerKind.Login, $"{status}"),
        429 => HealthAnswer.Of(AnswerKind.TooOften, $"{status}"),
        >= 500 and not 501 => HealthAnswer.Of(AnswerKind.Failing, $"{status}"),
        _ => HealthAnswer.Of(AnswerKind.Missing, $"{status}"),
    };

    private static HealthAnswer Body(bool needsWord, string mediaType, ReadOnlyMemory<byte> body)
    {
        var start = body.Span.TrimStart("\uFEFF \t\r\n"u8);
        if (mediaType.Contains("html", StringComparison.OrdinalIgnoreCase) || start is [(byte)'<', ..]) return HealthAnswer.Of(AnswerKind.Page, "an HTML page");
        if (start is not [(byte)'{' or (byte)'[', ..] || TextHealth.IsVerbose(start)) return TextHealth.Judge(Encoding.UTF8.GetString(start), needsWord);

        using var json = JsonBody.Parse(body);
        try
        {
            return json.Root switch
            {
                { ValueKind: JsonValueKind.Object } root => JsonHealth.Judge(root, mediaType.Equals(Standard, StringComparison.OrdinalIgnoreCase), needsWord),
                { } => HealthAnswer.Of(needsWord ? AnswerKind.NoHealth : AnswerKind.Health, "a JSON list") with { Shape = "list" },
                null => HealthAnswer.Of(AnswerKind.NoHealth, "JSON that cannot be read"),
            };
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair shows only when it is read.
            return HealthAnswer.Of(AnswerKind.NoHealth, "JSON that cannot be read");
        }
    }
}
