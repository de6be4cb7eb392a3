using System.Buffers;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>Any JSON value, to compare an answer with.</summary>
internal sealed class JsonForm : Form<JsonElement>
{
    public override bool IsUnset(JsonElement value) => value.ValueKind == JsonValueKind.Undefined;

    public override void Write(EffectiveWriter output, JsonElement value) => output.Element(value);

    public override void WriteSchema(Utf8JsonWriter schema)
    {
    }

    protected override bool Parse(Node node, Findings findings, out JsonElement value)
    {
        value = default;
        var unresolved = false;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Copy(node, json, ref unresolved);
        if (unresolved)
        {
            if (!findings.Elsewhere) findings.Spoil();
            return false;
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        value = JsonElement.ParseValue(ref reader);
        return true;
    }

    private static void Copy(Node node, Utf8JsonWriter json, ref bool unresolved)
    {
        switch (node.Kind)
        {
            case NodeKind.Object:
                json.WriteStartObject();
                foreach (var member in node.Members)
                {
                    json.WritePropertyName(member.Name);
                    Copy(member.Value, json, ref unresolved);
                }

                json.WriteEndObject();
                break;
            case NodeKind.Array:
                json.WriteStartArray();
                foreach (var item in node.Items) Copy(item, json, ref unresolved);
                json.WriteEndArray();
                break;
            case NodeKind.String:
                json.WriteStringValue(node.Text);
                break;
            case NodeKind.Unresolved:
                unresolved = true;
                json.WriteNullValue();
                break;
            case NodeKind.Null:
                json.WriteNullValue();
                break;
            default:
                json.WriteRawValue(node.Text);
                break;
        }
    }
}
