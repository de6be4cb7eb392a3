using System.Text.Json;
using System.Text.Unicode;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>A body as JSON, or why it is none.</summary>
internal sealed class JsonBody : IDisposable
{
    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 64;

    private readonly JsonDocument? document;

    private JsonBody(JsonDocument? document, Reason problem)
    {
        this.document = document;
        Problem = problem;
    }

    /// <summary>Null when it is no JSON.</summary>
    public JsonElement? Root => document?.RootElement;

    public Reason Problem { get; }

    public static JsonBody Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            return new JsonBody(null, new Reason(ProbeCodes.NotJson, "JSON was expected; the body is empty"));
        // The parser takes strings on trust, and throws when one is read.
        if (!Utf8.IsValid(body.Span))
            return new JsonBody(null, new Reason(ProbeCodes.NotJson, "JSON was expected; the body is no valid UTF-8"));

        try
        {
            return new JsonBody(JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth }), default);
        }
        catch (JsonException e)
        {
            return new JsonBody(null, IsTooDeep(body.Span)
                ? new Reason(ProbeCodes.JsonTooDeep, $"the JSON is nested deeper than {MaxDepth}")
                : new Reason(ProbeCodes.NotJson, $"JSON was expected; the body is none (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})"));
        }
    }

    /// <summary>What stands at the pointer as a finite number.</summary>
    /// <param name="flags">Whether true is 1 and false is 0.</param>
    public NumberReading Number(string pointer, bool flags = false)
    {
        if (Root is not { } root)
            return new NumberReading(null, Problem);
        try
        {
            if (JsonPointer.Find(root, pointer) is not { } value)
                return new NumberReading(null, new Reason(ProbeCodes.JsonMissing, $"nothing stands at {pointer}"));
            if (flags && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                return new NumberReading(value.GetBoolean() ? 1 : 0, default);
            // 1e400 reads as infinity.
            return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
                ? new NumberReading(number, default)
                : new NumberReading(null, new Reason(ProbeCodes.NotANumber, $"{pointer} is {Text(value)}, which is no number"));
        }
        catch (InvalidOperationException)
        {
            return new NumberReading(null, BrokenString);
        }
    }

    /// <summary>A name or string with half a surrogate pair, which is found out only when it is read.</summary>
    public static Reason BrokenString { get; } = new(ProbeCodes.NotJson, "the JSON has a string that is no valid Unicode");

    /// <summary>A value as it stands in the answer, on one line, at most 80 characters.</summary>
    public static string Text(JsonElement value) => Words.Line(value.GetRawText());

    /// <summary>Numbers by value (1 is 1.0), objects in any order.</summary>
    public static bool AreEqual(JsonElement one, JsonElement other)
    {
        try
        {
            return JsonElement.DeepEquals(one, other);
        }
        catch (ArgumentOutOfRangeException)
        {
            // An exponent of more than nine digits is equal to nothing that anyone configures.
            return false;
        }
    }

    public void Dispose() => document?.Dispose();

    private static bool IsTooDeep(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = HttpLook.MaxBody });
        try
        {
            while (reader.Read())
            {
                // A container opens the level above its own depth.
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                    return true;
            }
        }
        catch (JsonException)
        {
            // Broken before it was too deep.
            return false;
        }

        return false;
    }
}
