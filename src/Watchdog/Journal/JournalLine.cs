using System.Buffers;
using System.Text.Json;

namespace Watchdog.Journal;

/// <summary>A line of the journal and its bytes.</summary>
internal static class JournalLine
{
    /// <summary>Nothing that is journaled comes near; longer ones are neither written nor read.</summary>
    public const int MaxBytes = 1 << 20;

    private static ReadOnlySpan<byte> AtHead => "{\"at\":\""u8;

    /// <summary>Appends the entry and its newline.</summary>
    public static void Write(JournalEntry entry, IBufferWriter<byte> to)
    {
        using (var writer = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = JournalJson.Lines.Options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, entry, JournalJson.Lines.JournalEntry);
        }

        to.Write("\n"u8);
    }

    /// <summary>Null when it is no entry.</summary>
    public static JournalEntry? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(line, JournalJson.Lines.JournalEntry);
            return entry?.Service is null ? null : entry;
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            // NotSupported: an input or decision of a kind that a later version writes.
            return null;
        }
    }

    /// <summary>Whether it is a whole JSON object, be it an entry that only a later version understands.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The text of its time, comparable as it stands; empty when the line does not begin with one.</summary>
    public static ReadOnlySpan<byte> AtOf(ReadOnlySpan<byte> line) =>
        line.StartsWith(AtHead) && line.Length > AtHead.Length + UtcConverter.Length ? line.Slice(AtHead.Length, UtcConverter.Length) : default;
}
