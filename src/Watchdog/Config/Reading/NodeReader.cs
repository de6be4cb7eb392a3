using System.Text.Json;
using System.Text.Unicode;

namespace Watchdog.Config.Reading;

/// <summary>Reads JSON with comments and trailing commas into nodes with positions.</summary>
internal sealed class NodeReader
{
    /// <summary>The format itself needs nine levels; the rest is for values to compare an answer with.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = MaxDepth + 2,
    };

    private readonly Findings _findings;
    private readonly TextPositions _positions;

    private NodeReader(TextPositions positions, Findings findings)
    {
        _positions = positions;
        _findings = findings;
    }

    /// <summary>Null when the text is no JSON; that is in <paramref name="findings"/> then.</summary>
    public static Node? Read(ReadOnlyMemory<byte> text, Findings findings)
    {
        if (text.Span is [0xEF, 0xBB, 0xBF, ..]) text = text[3..];
        var positions = new TextPositions(text);
        if (!IsUtf8(text.Span, positions, findings)) return null;
        if (text.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            findings.Error("the file is empty; watchdog.example.json shows what belongs into it, the least is {\"services\": {}}");
            return null;
        }

        return new NodeReader(positions, findings).ReadRoot(text.Span);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> text, TextPositions positions, Findings findings)
    {
        if (Utf8.IsValid(text)) return true;
        if (text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            findings.ErrorAt(1, 1, "the file is UTF-16; save it as UTF-8");
            return false;
        }

        var (line, column) = positions.At(FirstInvalid(text));
        findings.ErrorAt(line, column, "here is a byte that is no UTF-8; save the file as UTF-8");
        return false;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && System.Text.Rune.DecodeFromUtf8(text[at..], out _,
            out var length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }

    private Node? ReadRoot(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, null, "");

            // What follows the value: comments, or a mistake that the reader throws for.
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            var offset = _positions.OffsetOf(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            var (line, column) = _positions.At(offset);
            _findings.ErrorAt(line, column, $"not JSON from here on: {Plain(exception.Message)}");
        }
        catch (InvalidOperationException)
        {
            // GetString throws this for an escape of half a surrogate pair.
            var (line, column) = _positions.At(reader.TokenStartIndex);
            _findings.ErrorAt(line, column, "this string has half a character (a \\u escape of a surrogate pair whose other half is missing); write both or neither");
        }

        return null;
    }

    private Node ReadValue(ref Utf8JsonReader reader, Node? parent, string name)
    {
        var (line, column) = _positions.At(reader.TokenStartIndex);
        var node = new Node(KindOf(reader.TokenType), line, column, parent, name);
        if (node.Kind is NodeKind.Object or NodeKind.Array && reader.CurrentDepth >= MaxDepth)
        {
            throw new JsonException($"nested deeper than {MaxDepth} levels", null, line - 1,
                reader.TokenStartIndex - _positions.OffsetOf(line - 1, 0));
        }

        if (node.Kind == NodeKind.Object) ReadMembers(ref reader, node);
        else if (node.Kind == NodeKind.Array) ReadItems(ref reader, node);
        else if (node.Kind == NodeKind.String) node.Shown = node.Text = reader.GetString()!;
        else node.Shown = node.Text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        return node;
    }

    private void ReadMembers(ref Utf8JsonReader reader, Node node)
    {
        var first = new Dictionary<string, int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (line, column) = _positions.At(reader.TokenStartIndex);
            var name = reader.GetString()!;
            reader.Read();
            var member = new Member(name, line, column, ReadValue(ref reader, node, name));
            if (first.TryAdd(name, line)) node.Members.Add(member);
            else _findings.Error(node, member, $"this key stands here twice, first in line {first[name]}; keep one of them");
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, Node node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            node.Items.Add(ReadValue(ref reader, node, $"[{node.Items.Count}]"));
        }
    }

    private static NodeKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => NodeKind.Object,
        JsonTokenType.StartArray => NodeKind.Array,
        JsonTokenType.String => NodeKind.String,
        JsonTokenType.Number => NodeKind.Number,
        JsonTokenType.True or JsonTokenType.False => NodeKind.Boolean,
        _ => NodeKind.Null,
    };

    /// <summary>Without the reader's own way to say where, and without its advice to programmers.</summary>
    private static string Plain(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var plain = (end < 0 ? message : message[..end]).TrimEnd('.');
        return plain.Length > 0 ? char.ToLowerInvariant(plain[0]) + plain[1..] : "unexpected text";
    }
}
